package sh.keyway.contracts.secrets;

import java.time.Instant;

/**
 * What signs a browser in once.
 *
 * @param token good once
 * @param expiresAt and until then
 */
public record LoginLink(String token, Instant expiresAt) {
  /** Gives nothing away. */
  @Override
  public String toString() {
    return "LoginLink[until " + expiresAt + "]";
  }
}
