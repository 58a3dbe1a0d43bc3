package sh.keyway.connect.http;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stops calling a side that fails again and again, and lets one call through from time to time to
 * see whether it is back. May be used by several event loops at once.
 */
final class CircuitBreaker {
  private final int breakAfter;
  private final Duration breakFor;
  private final InstantSource clock;
  private int failures;
  private @Nullable Instant openUntil;

  CircuitBreaker(Limits limits, InstantSource clock) {
    breakAfter = limits.breakAfter();
    breakFor = limits.breakFor();
    this.clock = clock;
  }

  /**
   * Asks to make a call. Whoever is let through must report {@link #succeeded} or {@link #failed}.
   *
   * @return empty if the call may be made, else until when none may
   */
  synchronized Optional<Instant> refusal() {
    Instant until = openUntil;
    if (until == null) {
      return Optional.empty();
    }
    if (clock.instant().isBefore(until)) {
      return Optional.of(until);
    }
    // This caller probes; the others wait for what it finds, or for as long again if it is lost.
    openUntil = clock.instant().plus(breakFor);
    return Optional.empty();
  }

  synchronized void succeeded() {
    failures = 0;
    openUntil = null;
  }

  synchronized void failed() {
    if (++failures >= breakAfter) {
      openUntil = clock.instant().plus(breakFor);
    }
  }
}
