package sh.keyway.contracts.secrets;

import org.jspecify.annotations.Nullable;

/**
 * Whether the App is installed for a repository, as far as the caller may know.
 *
 * @param installed false also if the caller has no role there
 * @param installationId GitHub's number of the installation; null if not installed, and for a
 *     repository of the local forge, which needs no App
 */
public record InstallationState(boolean installed, @Nullable Long installationId) {}
