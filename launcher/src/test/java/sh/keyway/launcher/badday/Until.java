package sh.keyway.launcher.badday;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Waiting for a condition. */
final class Until {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Until() {}

  /** Asks every few milliseconds, for a minute at most; a failing question counts as no. */
  static void isTrue(String what, Callable<Boolean> question) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Exception last = null;
    while (System.nanoTime() < deadline) {
      try {
        if (question.call()) {
          return;
        }
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        last = e;
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
    throw new AssertionError("not within " + PATIENCE + ": " + what, last);
  }
}
