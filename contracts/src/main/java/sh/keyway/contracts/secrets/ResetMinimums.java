package sh.keyway.contracts.secrets;

import sh.keyway.contracts.Caller;

/**
 * Takes an environment's minimum roles away (http-vaults §9.3); for administrators of the
 * repository. An environment without any, or that does not exist, is fine.
 */
public record ResetMinimums(Caller caller, String repoFullName, String environment) {}
