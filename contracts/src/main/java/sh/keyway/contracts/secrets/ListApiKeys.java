package sh.keyway.contracts.secrets;

import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Caller;

/**
 * Asks for a user's API keys, newest first, revoked and expired ones included.
 *
 * @param caller who asks
 * @param username whose, null for the caller's own; only an administrator may name someone else
 */
public record ListApiKeys(Caller caller, @Nullable String username) {}
