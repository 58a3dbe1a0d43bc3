package sh.keyway.contracts.secrets;

import sh.keyway.contracts.Caller;

/**
 * Deletes all overrides of a vault, but not its minimum roles (http-vaults §9.8); for
 * administrators of the repository.
 */
public record ResetOverrides(Caller caller, String repoFullName) {}
