package sh.keyway.secrets.secret;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import sh.keyway.contracts.Problem;

/**
 * Writes to one environment take turns in this process before they take a connection, so that they
 * do not spoil each other's compare-and-set. Bounded in number and in time.
 */
final class WriteQueue {
  private static final int WAITING = 64;
  private static final long WAIT_MILLIS = 2_000;
  private static final Problem BUSY =
      Problem.unavailable("Too many writes to this environment at once, please try again");

  private final Vertx vertx;
  private final Map<UUID, Integer> waiting = new ConcurrentHashMap<>();

  WriteQueue(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Runs the write when its turn has come; 503 if too many wait or it takes too long. */
  <T> Future<T> inTurn(UUID environmentId, Supplier<Future<T>> write) {
    if (waiting.merge(environmentId, 1, Integer::sum) > WAITING) {
      leave(environmentId);
      return Future.failedFuture(BUSY.exception());
    }
    return vertx
        .sharedData()
        .getLocalLockWithTimeout("environment/" + environmentId, WAIT_MILLIS)
        .recover(late -> Future.failedFuture(BUSY.exception()))
        .compose(lock -> write.get().onComplete(done -> lock.release()))
        .onComplete(done -> leave(environmentId));
  }

  private void leave(UUID environmentId) {
    waiting.computeIfPresent(environmentId, (id, count) -> count == 1 ? null : count - 1);
  }
}
