package sh.keyway.contracts.secrets;

import java.time.Instant;

/**
 * A sign-in under way. It is bound to the browser that holds the verifier, which is at the same
 * time the verifier of PKCE (RFC 7636).
 *
 * @param state goes through GitHub and comes back, good once
 * @param verifier for a cookie of this browser, and nowhere else; 43 to 128 characters of
 *     base64url, longer for a device code than for a browser
 * @param challenge the verifier's S256 challenge
 * @param expiresAt when it is over
 */
public record SignInStarted(String state, String verifier, String challenge, Instant expiresAt) {
  /** Gives nothing away. */
  @Override
  public String toString() {
    return "SignInStarted[until " + expiresAt + "]";
  }
}
