package sh.keyway.contracts.secrets;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A device code that its user may now approve: what to show, and what to send back.
 *
 * @param token for the form
 * @param cookie for a cookie of this browser, and nowhere else
 * @param username who would be signed in
 * @param repository what the client said it is for, null if unsaid
 * @param requestedFrom address the client asked from
 * @param requestedAt when it asked
 * @param userCode the code the client shows, to compare
 */
public record DeviceApproval(
    String token,
    String cookie,
    String username,
    @Nullable String repository,
    String requestedFrom,
    Instant requestedAt,
    String userCode) {
  /** Gives nothing away. */
  @Override
  public String toString() {
    return "DeviceApproval[" + username + ", " + repository + "]";
  }
}
