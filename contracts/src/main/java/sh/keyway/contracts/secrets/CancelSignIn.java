package sh.keyway.contracts.secrets;

import org.jspecify.annotations.Nullable;

/**
 * GitHub sent the browser back without a code, because its user said no there. A device code that
 * this was for is denied, if it is the same browser. Never fails for what it is given.
 *
 * @param state as it came back
 * @param verifier what the browser's cookie holds, null if it has none
 */
public record CancelSignIn(String state, @Nullable String verifier) {
  /** Gives nothing away. */
  @Override
  public String toString() {
    return "CancelSignIn[]";
  }
}
