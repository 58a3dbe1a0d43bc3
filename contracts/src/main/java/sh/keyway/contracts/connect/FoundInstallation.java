package sh.keyway.contracts.connect;

import org.jspecify.annotations.Nullable;

/**
 * The installation that covers a repository.
 *
 * @param installation null if there is none
 * @param installUrl where to install the App
 */
public record FoundInstallation(@Nullable Installation installation, String installUrl) {}
