package sh.keyway.contracts.secrets;

import sh.keyway.contracts.Caller;

/** Asks for a vault's overrides (http-vaults §9.4); NOT_FOUND to whoever has no role. */
public record ListOverrides(Caller caller, String repoFullName) {}
