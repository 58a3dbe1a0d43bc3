package sh.keyway.contracts.secrets;

import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Client;

/**
 * GitHub sent the browser back with a code (http-auth §3.8). The state is used up, whatever comes
 * of it. UNAUTHORIZED if the state is unknown, over, used, or another browser's, or if GitHub
 * refuses the code; CONFLICT if the device code it was for is over by now.
 *
 * @param state as it came back
 * @param verifier what the browser's cookie holds, null if it has none
 * @param code GitHub's code
 * @param redirectUri exactly the one of the authorisation
 * @param client the browser
 */
public record CompleteSignIn(
    String state, @Nullable String verifier, String code, String redirectUri, Client client) {
  /** Gives nothing away. */
  @Override
  public String toString() {
    return "CompleteSignIn[" + client.requestId() + "]";
  }
}
