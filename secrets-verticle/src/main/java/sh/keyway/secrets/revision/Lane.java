package sh.keyway.secrets.revision;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.function.Supplier;
import sh.keyway.contracts.Problem;

/**
 * One at a time, on one event loop: for environments so large that a handful of them in memory at
 * once, and behind each other on a pipe, would hurt everybody else. Bounded in number and in time.
 */
final class Lane {
  private static final int WAITING = 256;
  private static final long WAIT_MILLIS = 2_000;
  private static final Problem BUSY =
      Problem.unavailable("Too many large environments are read at once, please try again");

  private final Vertx vertx;
  private final ArrayDeque<Promise<Void>> queue = new ArrayDeque<>();
  private boolean taken;

  Lane(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Runs the work when its turn has come; 503 if too many wait or it takes too long. */
  <T> Future<T> inTurn(Supplier<Future<T>> work) {
    if (!taken) {
      taken = true;
      return run(work);
    }
    if (queue.size() >= WAITING) {
      return Future.failedFuture(BUSY.exception());
    }
    Promise<Void> turn = Promise.promise();
    queue.add(turn);
    long timer =
        vertx.setTimer(
            WAIT_MILLIS,
            late -> {
              if (queue.remove(turn)) {
                turn.fail(BUSY.exception());
              }
            });
    return turn.future()
        .compose(granted -> {
          vertx.cancelTimer(timer);
          return run(work);
        });
  }

  private <T> Future<T> run(Supplier<Future<T>> work) {
    return work.get().onComplete(done -> next());
  }

  private void next() {
    Promise<Void> turn = queue.poll();
    if (turn == null) {
      taken = false;
    } else {
      // In an event of its own: whoever went before gets on its way first.
      vertx.runOnContext(now -> turn.complete());
    }
  }
}
