package sh.keyway.contracts.secrets;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Caller;

/**
 * Ends sessions. NOT_FOUND if the session is not the caller's, or there is no such user. Ending all
 * sessions of a user also ends what they have begun and could still become one.
 *
 * @param caller who asks
 * @param id one of the caller's own; null for all of them but the one that asks
 * @param username for administrators of the installation: every session of whoever has this login
 *     name, on any forge; null for the caller's own. Excludes {@code id}
 */
public record RevokeSessions(Caller caller, @Nullable UUID id, @Nullable String username) {}
