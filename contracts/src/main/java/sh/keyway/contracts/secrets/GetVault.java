package sh.keyway.contracts.secrets;

import sh.keyway.contracts.Caller;

/** Asks for one vault; NOT_FOUND if there is none or the caller has no role. */
public record GetVault(Caller caller, String repoFullName) {}
