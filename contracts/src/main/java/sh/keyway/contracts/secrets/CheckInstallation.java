package sh.keyway.contracts.secrets;

import sh.keyway.contracts.Caller;

/**
 * Asks whether the App is installed for a repository (http-auth §3.14).
 *
 * @param caller who asks
 * @param repoFullName {@code owner/repo}
 */
public record CheckInstallation(Caller caller, String repoFullName) {}
