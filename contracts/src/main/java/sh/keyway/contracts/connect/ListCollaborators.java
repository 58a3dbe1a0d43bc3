package sh.keyway.contracts.connect;

/**
 * Asks who works on a repository (http-auth §7 G13). NOT_FOUND if the App does not see it,
 * FORBIDDEN if it may not list.
 *
 * @param repoFullName {@code owner/repo}
 */
public record ListCollaborators(String repoFullName) {}
