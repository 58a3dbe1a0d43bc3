package sh.keyway.contracts.secrets;

import java.util.UUID;
import sh.keyway.contracts.Caller;

/**
 * Revokes an API key of the caller, or of anyone for an administrator. NOT_FOUND, or BAD_REQUEST if
 * it is revoked already. Holds everywhere the moment it is answered.
 */
public record RevokeApiKey(Caller caller, UUID id) {}
