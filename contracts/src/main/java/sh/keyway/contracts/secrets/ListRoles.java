package sh.keyway.contracts.secrets;

import sh.keyway.contracts.Caller;

/** Asks for a local user's roles, by repository. For administrators. */
public record ListRoles(Caller caller, String username) {}
