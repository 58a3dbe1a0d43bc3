package sh.keyway.contracts.secrets;

/**
 * At start: makes the installation's owner with its first API key, unless there is one. Only ever
 * asked by the process itself.
 *
 * @param keyHash lower-case hex SHA-256 of the owner's key
 * @param keyPrefix its first 16 characters
 */
public record EnsureOwner(String keyHash, String keyPrefix) {}
