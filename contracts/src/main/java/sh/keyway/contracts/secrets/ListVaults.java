package sh.keyway.contracts.secrets;

import sh.keyway.contracts.Caller;

/**
 * Asks for the caller's own vaults, newest change first.
 *
 * @param caller who asks
 * @param limit 1 to 100
 * @param offset at least 0
 */
public record ListVaults(Caller caller, int limit, int offset) {}
