package sh.keyway.contracts.secrets;

import sh.keyway.contracts.Caller;

/**
 * Asks for a repository's numbers (http-auth §3.14).
 *
 * @param caller who asks
 * @param repoFullName {@code owner/repo}
 */
public record GetRepositoryIds(Caller caller, String repoFullName) {}
