package sh.keyway.contracts.connect;

/**
 * Asks which installation of the App covers a repository (http-auth §5.3, G8).
 *
 * @param repoFullName {@code owner/repo}
 */
public record FindInstallation(String repoFullName) {}
