package sh.keyway.contracts.connect;

/**
 * The outcome of a role look-up.
 *
 * @param answer never null, also when GitHub cannot be reached
 */
public record FoundRole(RoleAnswer answer) {}
