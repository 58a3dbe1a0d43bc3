package sh.keyway.contracts.connect;

/**
 * Trades a refresh token, which is thereby spent. UNAUTHORIZED if GitHub refuses it; on
 * SERVICE_UNAVAILABLE it may or may not have been spent.
 *
 * @param refreshToken the token
 */
public record RefreshTokens(String refreshToken) {
  /** Gives nothing away. */
  @Override
  public String toString() {
    return "RefreshTokens[]";
  }
}
