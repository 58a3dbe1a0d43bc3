package sh.keyway.contracts.secrets;

import sh.keyway.contracts.Caller;

/**
 * Makes a policy on workflow runs; for administrators of the repository. BAD_REQUEST unless the
 * vault is on GitHub, VALIDATION_ERROR if an environment is missing or protected and the policy
 * without condition, CONFLICT if there are too many.
 */
public record CreateCiPolicy(Caller caller, String repoFullName, CiRules rules) {}
