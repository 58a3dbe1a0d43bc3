package sh.keyway.contracts.secrets;

import sh.keyway.contracts.Caller;

/**
 * Asks for the value of one secret (http-vaults §11.3).
 *
 * @param caller who asks
 * @param repoFullName the vault
 * @param environment the environment
 * @param key 1 to 256 characters
 */
public record ViewSecret(Caller caller, String repoFullName, String environment, String key) {}
