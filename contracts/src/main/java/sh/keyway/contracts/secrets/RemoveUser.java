package sh.keyway.contracts.secrets;

import sh.keyway.contracts.Caller;

/**
 * Removes a user of the local forge with its roles and API keys. CONFLICT if it is the owner or
 * owns vaults; NOT_FOUND if there is none.
 */
public record RemoveUser(Caller caller, String username) {}
