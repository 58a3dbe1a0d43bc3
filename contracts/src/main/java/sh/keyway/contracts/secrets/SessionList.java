package sh.keyway.contracts.secrets;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Sessions, newest first, at most 100.
 *
 * @param sessions the sessions
 */
public record SessionList(List<Entry> sessions) {
  /** Copies the list in. */
  public SessionList {
    sessions = List.copyOf(sessions);
  }

  /**
   * One of them.
   *
   * @param id the session
   * @param method how it began: {@code web}, {@code device}, {@code login-link}, {@code adopted}
   * @param createdAt when
   * @param expiresAt its end
   * @param ip where it began, null if not known
   * @param userAgent what it began in, null if not known
   * @param current whether it is the one that asks
   */
  public record Entry(
      UUID id,
      String method,
      Instant createdAt,
      Instant expiresAt,
      @Nullable String ip,
      @Nullable String userAgent,
      boolean current) {}
}
