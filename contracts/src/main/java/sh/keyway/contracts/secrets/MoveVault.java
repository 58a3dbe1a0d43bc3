package sh.keyway.contracts.secrets;

import sh.keyway.contracts.Caller;

/**
 * Moves a vault to another forge; for administrators of the installation. NOT_FOUND if there is no
 * such vault, CONFLICT if that forge does not know the repository.
 *
 * @param caller who asks
 * @param repoFullName {@code owner/repo}
 * @param forge where its roles are to come from: {@code github} or {@code local}
 */
public record MoveVault(Caller caller, String repoFullName, String forge) {}
