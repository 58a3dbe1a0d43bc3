package sh.keyway.contracts.secrets;

import sh.keyway.contracts.Caller;

/** Asks for the caller's own user. UNAUTHORIZED if the user is gone. */
public record WhoAmI(Caller caller) {}
