package sh.keyway.contracts.secrets;

import sh.keyway.contracts.Caller;

/**
 * Asks for the caller's organisations on GitHub that have the App (http-auth §3.14).
 *
 * @param caller who asks
 */
public record ListAvailableOrganizations(Caller caller) {}
