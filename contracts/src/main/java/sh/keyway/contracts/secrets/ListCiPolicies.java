package sh.keyway.contracts.secrets;

import sh.keyway.contracts.Caller;

/** Asks for a vault's policies on workflow runs; for administrators of the repository. */
public record ListCiPolicies(Caller caller, String repoFullName) {}
