package sh.keyway.contracts.secrets;

import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Client;

/**
 * The user approves or denies a device code. UNAUTHORIZED if the token is unknown, used, or another
 * browser's, CONFLICT if the code is over.
 *
 * @param token what the form held
 * @param cookie what the browser's cookie holds, null if it has none
 * @param approve whether they agree
 * @param client the browser
 */
public record DecideDevice(String token, @Nullable String cookie, boolean approve, Client client) {
  /** Gives nothing away. */
  @Override
  public String toString() {
    return "DecideDevice[" + approve + "]";
  }
}
