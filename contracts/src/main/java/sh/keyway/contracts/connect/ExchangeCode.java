package sh.keyway.contracts.connect;

import org.jspecify.annotations.Nullable;

/**
 * Redeems the code GitHub sent the browser back with (http-auth §7 G2, RFC 6749 §4.1.3, RFC 7636).
 * UNAUTHORIZED if GitHub refuses the code, which is good once and for ten minutes.
 *
 * @param code the code
 * @param codeVerifier the PKCE verifier, null if the authorisation carried no challenge
 * @param redirectUri exactly the one of the authorisation
 */
public record ExchangeCode(String code, @Nullable String codeVerifier, String redirectUri) {
  /** Gives nothing away. */
  @Override
  public String toString() {
    return "ExchangeCode[" + redirectUri + "]";
  }
}
