package sh.keyway.contracts.secrets;

import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Caller;

/**
 * Asks for the secrets of an environment (http-vaults §11.2).
 *
 * @param caller who asks
 * @param repoFullName the vault
 * @param environment the environment
 * @param format how to answer
 * @param limit how many at most, in key order, 1 to 1000; null for all
 * @param offset how many to leave out first; ignored without a limit
 */
public record Pull(
    Caller caller,
    String repoFullName,
    String environment,
    Format format,
    @Nullable Integer limit,
    int offset) {

  /** How a pull is answered. */
  public enum Format {
    /** The text of a {@code .env} file. */
    DOTENV,
    /** A JSON object, key to exact value. */
    JSON
  }
}
