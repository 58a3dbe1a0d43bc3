package sh.keyway.gateway.http;

import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The id that every answer and log line of a request carries (http-auth §1.3). */
final class RequestIds {
  private static final int LONGEST = 128;

  private RequestIds() {}

  /** The caller's own id if it is 1 to 128 visible ASCII characters, else a new one. */
  static String of(@Nullable String incoming) {
    if (incoming != null && usable(incoming)) {
      return incoming;
    }
    return "req-" + Long.toUnsignedString(ThreadLocalRandom.current().nextLong(), 36);
  }

  private static boolean usable(String id) {
    if (id.isEmpty() || id.length() > LONGEST) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      if (c <= ' ' || c > '~') {
        return false;
      }
    }
    return true;
  }
}
