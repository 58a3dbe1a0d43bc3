package sh.keyway.contracts.secrets;

import java.util.UUID;
import sh.keyway.contracts.Caller;

/** Asks for one of the caller's own API keys; NOT_FOUND for anyone else's. */
public record GetApiKey(Caller caller, UUID id) {}
