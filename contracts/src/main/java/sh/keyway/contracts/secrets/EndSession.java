package sh.keyway.contracts.secrets;

import sh.keyway.contracts.Caller;

/**
 * Signs out: the session behind this credential is over. Never fails for a credential that is none.
 *
 * @param caller the session
 */
public record EndSession(Caller caller) {}
