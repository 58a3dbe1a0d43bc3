package sh.keyway.connect.github;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.keyway.connect.http.Answer;
import sh.keyway.connect.http.UnreachableException;

/**
 * How much each credential may still ask, from what GitHub says in every answer: primary limits
 * ({@code x-ratelimit-*}), {@code Retry-After} and secondary limits. May be used from any thread.
 */
final class Quotas {
  private static final int REMEMBERED = 10_000;
  private static final int STRANGERS_LEAVE_PERCENT = 20;
  private static final Duration SECONDARY = Duration.ofMinutes(1);
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(65);
  private static final int LOOKED_AT = 2_048;

  private final InstantSource clock;
  private final Cache<String, State> states = Caffeine.newBuilder().maximumSize(REMEMBERED).build();

  Quotas(InstantSource clock) {
    this.clock = clock;
  }

  /** What is known of one credential. */
  private record State(long limit, long remaining, Instant reset, @Nullable Instant blockedUntil) {}

  /**
   * Whether a call may be made now.
   *
   * @param who {@link Credential#key}
   * @return the failure to answer with instead; empty if it may
   */
  Optional<UnreachableException> refusal(String who) {
    State state = states.getIfPresent(who);
    if (state == null || state.blockedUntil() == null) {
      return Optional.empty();
    }
    return clock.instant().isBefore(state.blockedUntil())
        ? Optional.of(UnreachableException.limited(state.blockedUntil()))
        : Optional.empty();
  }

  /** As {@link #refusal}, and also when little is left: the rest is for known users. */
  Optional<UnreachableException> refusalForStrangers(String who) {
    State state = states.getIfPresent(who);
    boolean little =
        state != null
            && clock.instant().isBefore(state.reset())
            && state.remaining() * 100 < state.limit() * STRANGERS_LEAVE_PERCENT;
    return little && state != null
        ? Optional.of(UnreachableException.limited(state.reset()))
        : refusal(who);
  }

  /**
   * Takes note of an answer.
   *
   * @return the failure it amounts to if it is the refusal of a limit
   */
  Optional<UnreachableException> note(String who, Answer answer) {
    Instant now = clock.instant();
    long remaining = number(answer, "x-ratelimit-remaining", -1);
    long limit = number(answer, "x-ratelimit-limit", 0);
    Instant reset = bounded(now, number(answer, "x-ratelimit-reset", 0));
    Instant until = limited(answer, now, remaining, reset);
    boolean last = until == null && remaining == 0 && reset.isAfter(now);
    if (until != null || remaining >= 0) {
      State heard = new State(limit, Math.max(remaining, 0), reset, last ? reset : until);
      states.asMap().merge(who, heard, Quotas::joined);
    }
    return Optional.ofNullable(until).map(UnreachableException::limited);
  }

  /** An answer that was under way when a limit struck does not lift it. */
  private static State joined(State before, State heard) {
    Instant old = before.blockedUntil();
    Instant fresh = heard.blockedUntil();
    boolean oldHolds = old != null && (fresh == null || old.isAfter(fresh));
    return oldHolds ? new State(heard.limit(), heard.remaining(), heard.reset(), old) : heard;
  }

  /** Until when the answer forbids to ask; null if it is not the refusal of a limit. */
  private static @Nullable Instant limited(
      Answer answer, Instant now, long remaining, Instant reset) {
    if (answer.status() != 403 && answer.status() != 429) {
      return null;
    }
    long wait = number(answer, "retry-after", -1);
    if (wait >= 0) {
      return clamped(now, now.plusSeconds(Math.min(wait, LONGEST.toSeconds())));
    }
    if (remaining == 0) {
      return clamped(now, reset);
    }
    boolean secondary = answer.status() == 429 || mentionsLimit(answer.body());
    return secondary ? now.plus(SECONDARY) : null;
  }

  private static boolean mentionsLimit(byte[] body) {
    return new String(body, 0, Math.min(body.length, LOOKED_AT), StandardCharsets.UTF_8)
        .toLowerCase(Locale.ROOT)
        .contains("rate limit");
  }

  private static Instant bounded(Instant now, long epochSeconds) {
    long most = now.plus(LONGEST).getEpochSecond();
    return Instant.ofEpochSecond(Math.min(Math.max(epochSeconds, 0), most));
  }

  private static Instant clamped(Instant now, Instant until) {
    Instant least = now.plus(SHORTEST);
    return until.isBefore(least) ? least : until;
  }

  private static long number(Answer answer, String header, long otherwise) {
    try {
      return answer.header(header).map(String::strip).map(Long::parseLong).orElse(otherwise);
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }
}
