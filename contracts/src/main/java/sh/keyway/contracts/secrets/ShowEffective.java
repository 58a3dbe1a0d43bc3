package sh.keyway.contracts.secrets;

import sh.keyway.contracts.Caller;

/**
 * Asks what the caller may do in each environment of a vault (http-vaults §9.9); NOT_FOUND to
 * whoever has no role.
 */
public record ShowEffective(Caller caller, String repoFullName) {}
