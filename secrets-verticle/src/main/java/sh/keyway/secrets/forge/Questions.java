package sh.keyway.secrets.forge;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.LocalMap;
import io.vertx.core.shareddata.Shareable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import sh.keyway.secrets.forge.Outcome.Silent;

/**
 * The questions to GitHub under way in this process, shared by the instances of the room: one of a
 * kind, bounded in number, and limited per user, so that nobody can use up what re-checking others
 * takes. May be used from any thread; a future it returns completes on any.
 */
final class Questions implements Shareable {
  /** Look-ups a user may cause in a minute, and at once. */
  static final int PER_MINUTE = 60;

  /**
   * Of these, look-ups in an hour where the user has no role that we know of: whoever needs more is
   * guessing. Whether there is a vault makes no difference, or the limit would tell.
   */
  static final int STRANGE_PER_HOUR = 300;

  private static final String SHARED = "keyway.questions";
  private static final int PENDING = 1_000;
  private static final int USERS = 50_000;

  private final Map<Object, Future<Outcome>> pending = new ConcurrentHashMap<>();
  private final Cache<UUID, Bucket> buckets = cache(Duration.ofMinutes(2));
  private final Cache<UUID, Bucket> strange = cache(Duration.ofHours(2));
  private final Remembered remembered = new Remembered();
  private final TimeMeter time;

  Questions(TimeMeter time) {
    this.time = time;
  }

  private static Cache<UUID, Bucket> cache(Duration longest) {
    return Caffeine.newBuilder().maximumSize(USERS).expireAfterAccess(longest).build();
  }

  /** Those of this process. */
  static Questions of(Vertx vertx) {
    LocalMap<String, Questions> shared = vertx.sharedData().getLocalMap(SHARED);
    return shared.computeIfAbsent("", name -> new Questions(TimeMeter.SYSTEM_NANOTIME));
  }

  /** What is remembered of the answers. */
  Remembered remembered() {
    return remembered;
  }

  /**
   * The outcome of the same question under way, or of asking.
   *
   * @param question equal for the same question
   * @param userId who causes it
   * @param stranger whether the user has no role there that we know of
   * @return fails only if the answer could not be kept
   */
  Future<Outcome> ask(
      Object question, UUID userId, boolean stranger, Supplier<Future<Outcome>> asking) {
    Future<Outcome> already = pending.get(question);
    if (already != null) {
      return already;
    }
    if (pending.size() >= PENDING) {
      return Future.succeededFuture(Silent.BUSY);
    }
    Allowance allowance = allowance(userId, stranger);
    if (!allowance.take()) {
      return Future.succeededFuture(Silent.OVER_LIMIT);
    }
    Promise<Outcome> promise = Promise.promise();
    Future<Outcome> other = pending.putIfAbsent(question, promise.future());
    if (other != null) {
      allowance.giveBack();
      return other;
    }
    Future<Outcome> started;
    try {
      started = asking.get();
    } catch (RuntimeException e) {
      started = Future.failedFuture(e);
    }
    started.onComplete((outcome, failure) -> {
      pending.remove(question);
      if (outcome instanceof Silent) {
        // An outage must not use up what the users need when it is over.
        allowance.giveBack();
      }
      promise.complete(outcome, failure);
    });
    return promise.future();
  }

  /** What a user may still ask; all the buckets must have one token. */
  private record Allowance(List<Bucket> buckets) {
    boolean take() {
      for (int i = 0; i < buckets.size(); i++) {
        if (!buckets.get(i).tryConsume(1)) {
          buckets.subList(0, i).forEach(taken -> taken.addTokens(1));
          return false;
        }
      }
      return true;
    }

    void giveBack() {
      buckets.forEach(bucket -> bucket.addTokens(1));
    }
  }

  private Allowance allowance(UUID userId, boolean stranger) {
    Bucket each = buckets.get(userId, id -> bucket(PER_MINUTE, Duration.ofMinutes(1)));
    return new Allowance(
        stranger
            ? List.of(
                each, strange.get(userId, id -> bucket(STRANGE_PER_HOUR, Duration.ofHours(1))))
            : List.of(each));
  }

  private Bucket bucket(int most, Duration time) {
    return Bucket.builder()
        .withCustomTimePrecision(this.time)
        .addLimit(limit -> limit.capacity(most).refillGreedy(most, time))
        .build();
  }
}
