package sh.keyway.contracts.secrets;

/**
 * Whose login link it is.
 *
 * @param username the local user
 */
public record LoginLinkOwner(String username) {}
