package sh.keyway.secrets.audit;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Version 7 uuids (RFC 9562 §5.7): new rows land at the end of their index. Not secret. */
final class TimeOrderedId {
  private static final long VERSION = 0x7000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  private TimeOrderedId() {}

  static UUID next(long epochMillis) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long high = (epochMillis << 16) | VERSION | (random.nextInt() & 0xfffL);
    long low = VARIANT | (random.nextLong() >>> 2);
    return new UUID(high, low);
  }
}
