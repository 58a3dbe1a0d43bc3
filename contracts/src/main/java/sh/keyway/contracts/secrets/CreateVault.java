package sh.keyway.contracts.secrets;

import sh.keyway.contracts.Caller;

/**
 * Makes a vault for a repository of which the caller is admin (http-vaults §4.2). CONFLICT if one
 * exists under that name in any case.
 */
public record CreateVault(Caller caller, String repoFullName) {}
