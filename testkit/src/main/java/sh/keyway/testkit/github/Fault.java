package sh.keyway.testkit.github;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** What goes wrong with one request. */
sealed interface Fault {
  /** Waits, then goes on as if nothing had been. */
  record Delay(Duration time) implements Fault {}

  /** Waits until the test says so, then goes on. */
  record Hold(CompletableFuture<?> until) implements Fault {}

  /** Something else than the right answer. */
  record Answer(Supplier<Reply> reply) implements Fault {}

  /** The connection closes without an answer. */
  record Drop() implements Fault {}

  /** The connection closes halfway through the right answer. */
  record Truncate() implements Fault {}

  /** No answer, ever; the connection stays open. */
  record Silence() implements Fault {}
}
