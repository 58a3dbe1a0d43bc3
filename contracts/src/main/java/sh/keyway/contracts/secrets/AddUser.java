package sh.keyway.contracts.secrets;

import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Caller;

/**
 * Makes a user of the local forge. CONFLICT if the name is taken in any case.
 *
 * @param caller an administrator
 * @param username as {@code [A-Za-z0-9][A-Za-z0-9-]{0,38}}
 * @param email null if none
 */
public record AddUser(Caller caller, String username, @Nullable String email) {}
