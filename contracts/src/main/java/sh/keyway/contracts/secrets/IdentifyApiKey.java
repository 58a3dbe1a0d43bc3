package sh.keyway.contracts.secrets;

/**
 * Asks whose API key this is. Revoked, expired and unknown keys look alike: UNAUTHORIZED.
 *
 * @param keyHash lower-case hex SHA-256 of the whole key (http-auth §2.5)
 */
public record IdentifyApiKey(String keyHash) {}
