package sh.keyway.gateway.http;

import io.vertx.core.Vertx;
import io.vertx.core.shareddata.Shareable;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bytes of large bodies that may be in memory at once in this process. Small ones do not count:
 * connections bound them. Whoever finds the budget used up answers 503.
 */
final class Budget implements Shareable {
  /** Bodies up to this many bytes do not count. */
  static final int SMALL = 65_536;

  private static final String BUDGETS = "keyway.budgets";
  private static final long BYTES = 16L * 1024 * 1024;

  private final AtomicLong left = new AtomicLong(BYTES);

  private Budget() {}

  /** The budget of that name, shared by the instances of this process. */
  static Budget named(String name, Vertx vertx) {
    return vertx
        .sharedData()
        .<String, Budget>getLocalMap(BUDGETS)
        .computeIfAbsent(name, missing -> new Budget());
  }

  /** Takes so many bytes if they are there. */
  boolean take(long bytes) {
    if (left.addAndGet(-bytes) >= 0) {
      return true;
    }
    left.addAndGet(bytes);
    return false;
  }

  /** Gives back what was taken. */
  void give(long bytes) {
    left.addAndGet(bytes);
  }
}
