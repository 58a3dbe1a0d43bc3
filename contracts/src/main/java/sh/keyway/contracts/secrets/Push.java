package sh.keyway.contracts.secrets;

import java.util.Map;
import sh.keyway.contracts.Caller;

/**
 * Replaces what an environment holds, atomically (http-vaults §11.1). From the MCP server it adds
 * and changes only.
 *
 * @param caller who asks
 * @param repoFullName the vault
 * @param environment one of the vault's environments
 * @param secrets key to value, at most 1000, each within the limits of {@code SecretLimits}
 * @param exact whether a value equal to what a client would have parsed from our own rendering is
 *     still taken literally
 */
public record Push(
    Caller caller,
    String repoFullName,
    String environment,
    Map<String, String> secrets,
    boolean exact) {
  /** Copies the map in. */
  public Push {
    secrets = Map.copyOf(secrets);
  }

  /** Gives nothing away. */
  @Override
  public String toString() {
    return "Push[" + repoFullName + ", " + environment + ", " + secrets.size() + " secrets]";
  }
}
