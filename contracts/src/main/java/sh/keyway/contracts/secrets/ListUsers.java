package sh.keyway.contracts.secrets;

import sh.keyway.contracts.Caller;

/**
 * Asks for the installation's users, by name.
 *
 * @param caller an administrator
 * @param limit 1 to 100
 * @param offset at least 0
 */
public record ListUsers(Caller caller, int limit, int offset) {}
