package sh.keyway.contracts.connect;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that act for a user within the App.
 *
 * @param accessToken the user token
 * @param expiresAt its end, null for an App whose user tokens do not expire
 * @param refreshToken good for one refresh, null for such an App
 * @param refreshExpiresAt its end, null likewise
 */
public record UserTokens(
    String accessToken,
    @Nullable Instant expiresAt,
    @Nullable String refreshToken,
    @Nullable Instant refreshExpiresAt) {
  /** Gives nothing away. */
  @Override
  public String toString() {
    return "UserTokens[expires " + expiresAt + ", refresh expires " + refreshExpiresAt + "]";
  }
}
