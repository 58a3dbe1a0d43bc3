package sh.keyway.secrets.forge;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.LocalMap;
import io.vertx.core.shareddata.Shareable;
import java.time.Duration;
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

  private static final String SHARED = "keyway.questions";
  private static final int PENDING = 1_000;
  private static final int USERS = 50_000;

  private final Map<Object, Future<Outcome>> pending = new ConcurrentHashMap<>();
  private final Cache<UUID, Bucket> buckets =
      Caffeine.newBuilder().maximumSize(USERS).expireAfterAccess(Duration.ofMinutes(2)).build();
  private final Remembered remembered = new Remembered();

  /** Those of this process. */
  static Questions of(Vertx vertx) {
    LocalMap<String, Questions> shared = vertx.sharedData().getLocalMap(SHARED);
    return shared.computeIfAbsent("", name -> new Questions());
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
   * @return fails only if the answer could not be kept
   */
  Future<Outcome> ask(Object question, UUID userId, Supplier<Future<Outcome>> asking) {
    Future<Outcome> already = pending.get(question);
    if (already != null) {
      return already;
    }
    if (pending.size() >= PENDING) {
      return Future.succeededFuture(Silent.BUSY);
    }
    Bucket bucket = bucket(userId);
    if (!bucket.tryConsume(1)) {
      return Future.succeededFuture(Silent.OVER_LIMIT);
    }
    Promise<Outcome> promise = Promise.promise();
    Future<Outcome> other = pending.putIfAbsent(question, promise.future());
    if (other != null) {
      bucket.addTokens(1);
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
        bucket.addTokens(1);
      }
      promise.complete(outcome, failure);
    });
    return promise.future();
  }

  private Bucket bucket(UUID userId) {
    return buckets.get(
        userId,
        id ->
            Bucket.builder()
                .addLimit(limit ->
                    limit.capacity(PER_MINUTE).refillGreedy(PER_MINUTE, Duration.ofMinutes(1)))
                .build());
  }
}
