package sh.keyway.contracts.secrets;

import org.jspecify.annotations.Nullable;

/**
 * A device code is decided.
 *
 * @param username who decided
 * @param installUrl where to install the App for the repository the client named; null if it need
 *     not be, or nobody knows
 */
public record DeviceDecided(String username, @Nullable String installUrl) {}
