package sh.keyway.contracts.secrets;

import sh.keyway.contracts.Caller;

/**
 * How much the caller uses (http-auth §3.11).
 *
 * @param caller who asks
 */
public record ShowUsage(Caller caller) {}
