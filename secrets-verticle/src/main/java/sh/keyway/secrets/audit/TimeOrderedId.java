package sh.keyway.secrets.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Version 7 uuids (RFC 9562 §5.7): new rows land at the end of their index. The twelve bits after
 * the version hold the fraction of the millisecond (§6.2, method 3), so that what one process did
 * after something else also sorts after it. Not secret.
 */
final class TimeOrderedId {
  private static final int NANOS_PER_MILLI = 1_000_000;
  private static final int FRACTIONS = 1 << 12;
  private static final long VERSION = 0x7000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  private TimeOrderedId() {}

  static UUID next(Instant at) {
    long millis = at.toEpochMilli();
    long nanos = Duration.between(Instant.ofEpochMilli(millis), at).toNanos();
    long fraction = nanos * FRACTIONS / NANOS_PER_MILLI;
    long high = (millis << 16) | VERSION | fraction;
    long low = VARIANT | (ThreadLocalRandom.current().nextLong() >>> 2);
    return new UUID(high, low);
  }
}
