package sh.keyway.testkit.github;

import java.time.Duration;
import java.time.Instant;

/**
 * GitHub's clock: real time plus an offset. It stamps the {@code Date} header, judges App JWTs and
 * decides what has expired, so a skewed clock behaves as a skewed GitHub would.
 */
public final class FakeClock {
  private volatile Duration offset = Duration.ZERO;

  FakeClock() {}

  /** What time GitHub thinks it is. */
  public Instant now() {
    return Instant.now().plus(offset);
  }

  /** GitHub's clock is ahead of ours by this much; negative: behind. */
  public void skew(Duration ahead) {
    offset = ahead;
  }

  /** Time passes at GitHub: tokens and quota windows run out. */
  public synchronized void advance(Duration by) {
    offset = offset.plus(by);
  }

  long epochSecond() {
    return now().getEpochSecond();
  }
}
