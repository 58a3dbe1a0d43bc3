package sh.keyway.contracts.secrets;

import sh.keyway.contracts.Caller;

/**
 * The caller's own sessions that hold.
 *
 * @param caller who asks
 */
public record ListSessions(Caller caller) {}
