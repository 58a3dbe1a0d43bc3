package sh.keyway.contracts.secrets;

import sh.keyway.contracts.Caller;

/**
 * Moves a vault to the repository that bears its name on a forge; for administrators of the
 * installation. Roles are the new repository's from then on, and its policies for CI are gone.
 * NOT_FOUND if there is no such vault, or no such repository that we see; CONFLICT if another vault
 * is that repository's.
 *
 * @param caller who asks
 * @param repoFullName {@code owner/repo}, as the vault is called and the repository there
 * @param forge {@code github} or {@code local}; BAD_REQUEST if that one is not configured
 */
public record MoveVault(Caller caller, String repoFullName, String forge) {}
