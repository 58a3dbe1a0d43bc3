package sh.keyway.contracts.secrets;

import sh.keyway.contracts.Caller;

/** Asks for a vault's own minimum roles (http-vaults §9.1); NOT_FOUND to whoever has no role. */
public record ShowPermissions(Caller caller, String repoFullName) {}
