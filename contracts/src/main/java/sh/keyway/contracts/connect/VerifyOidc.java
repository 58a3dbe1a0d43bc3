package sh.keyway.contracts.connect;

/**
 * Asks what a GitHub Actions OIDC token says. UNAUTHORIZED if its signature, issuer, audience or
 * times do not hold. Whether its {@code jti} was seen before is the asker's to know.
 *
 * @param token the token
 * @param audience who it must be meant for
 */
public record VerifyOidc(String token, String audience) {
  /** Gives nothing away. */
  @Override
  public String toString() {
    return "VerifyOidc[" + audience + "]";
  }
}
