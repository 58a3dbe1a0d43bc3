package sh.keyway.contracts.secrets;

import sh.keyway.contracts.Caller;

/**
 * A way for a local user to sign a browser in; for administrators of the installation. NOT_FOUND if
 * there is no such user, CONFLICT if they have too many unused links.
 *
 * @param caller who asks
 * @param username the local user
 */
public record CreateLoginLink(Caller caller, String username) {}
