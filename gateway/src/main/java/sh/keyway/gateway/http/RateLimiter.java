package sh.keyway.gateway.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.shareddata.Shareable;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;

/**
 * Counts what may be done only so often (http-auth §1.6). One for the process: its event loops
 * count together. Nodes count apart. Of the counts only the most used {@value #MOST_KEPT} are kept.
 */
public final class RateLimiter implements Shareable {
  private static final String LIMITERS = "keyway.rate-limiters";
  private static final int MOST_KEPT = 100_000;
  private static final Duration PERIOD = Duration.ofMinutes(1);
  private static final CharSequence LIMIT = HttpHeaders.createOptimized("X-RateLimit-Limit");
  private static final CharSequence REMAINING =
      HttpHeaders.createOptimized("X-RateLimit-Remaining");
  private static final CharSequence RESET = HttpHeaders.createOptimized("X-RateLimit-Reset");
  private static final Problem TOO_OFTEN =
      Problem.of(Kind.RATE_LIMITED, "Too many requests, please try again later");

  private record Key(String name, String who) {}

  /** A bucket nobody has used for a period is full, as is a new one. */
  private final Cache<Key, Bucket> buckets =
      Caffeine.newBuilder()
          .maximumSize(MOST_KEPT)
          .expireAfterAccess(PERIOD)
          .executor(Runnable::run)
          .build();

  private RateLimiter() {}

  /** The limiter of this process. */
  public static RateLimiter of(Vertx vertx) {
    return vertx
        .sharedData()
        .<String, RateLimiter>getLocalMap(LIMITERS)
        .computeIfAbsent("gateway", missing -> new RateLimiter());
  }

  /**
   * Counts one for where the exchange's peer is, and tells the client how it stands with its
   * address.
   *
   * @throws sh.keyway.contracts.ProblemException RATE_LIMITED if that is too many
   */
  public void count(RateLimit limit, Exchange exchange) {
    count(limit, PeerNetwork.of(exchange.peer(), limit.place()), exchange);
  }

  /**
   * Counts one for whoever that is, and tells the client how it stands.
   *
   * @param who anything; not shown to anybody
   * @throws sh.keyway.contracts.ProblemException RATE_LIMITED if that is too many
   */
  public void count(RateLimit limit, String who, Exchange exchange) {
    Bucket bucket = buckets.get(new Key(limit.name(), who), key -> bucket(limit.perMinute()));
    ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
    if (limit.place() == RateLimit.Place.ADDRESS || !probe.isConsumed()) {
      exchange.setHeader(LIMIT, String.valueOf(limit.perMinute()));
      exchange.setHeader(REMAINING, String.valueOf(probe.getRemainingTokens()));
      exchange.setHeader(RESET, String.valueOf(seconds(probe.getNanosToWaitForReset())));
    }
    if (!probe.isConsumed()) {
      exchange.setHeader(
          HttpHeaders.RETRY_AFTER, String.valueOf(seconds(probe.getNanosToWaitForRefill())));
      throw TOO_OFTEN.exception();
    }
  }

  private static Bucket bucket(int perMinute) {
    return Bucket.builder()
        .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, PERIOD))
        .build();
  }

  private static long seconds(long nanos) {
    return Math.ceilDiv(nanos, TimeUnit.SECONDS.toNanos(1));
  }
}
