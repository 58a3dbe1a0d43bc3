package sh.keyway.contracts.secrets;

import sh.keyway.contracts.Caller;

/**
 * Asks for the App's installations that the caller made and that work (http-auth §3.14).
 *
 * @param caller who asks
 */
public record ListInstallations(Caller caller) {}
