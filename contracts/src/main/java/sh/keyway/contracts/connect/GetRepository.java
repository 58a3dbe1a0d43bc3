package sh.keyway.contracts.connect;

/**
 * Asks for a repository as the App sees it (http-auth §7 G10). NOT_FOUND if it does not see it.
 *
 * @param repoFullName {@code owner/repo}
 */
public record GetRepository(String repoFullName) {}
