package sh.keyway.connect.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Lets those who ask the same thing at the same time share one answer. May be used from any thread.
 *
 * @param <K> what is asked
 * @param <V> the answer
 */
public final class SingleFlight<K, V> {
  private final Map<K, Future<V>> flying = new ConcurrentHashMap<>();

  /** The answer of the flight under way, or of a new one. */
  public Future<V> ask(K key, Supplier<Future<V>> work) {
    Promise<V> promise = Promise.promise();
    Future<V> already = flying.putIfAbsent(key, promise.future());
    if (already != null) {
      return already;
    }
    Future<V> started;
    try {
      started = work.get();
    } catch (RuntimeException e) {
      started = Future.failedFuture(e);
    }
    started.onComplete((value, failure) -> {
      flying.remove(key);
      promise.complete(value, failure);
    });
    return promise.future();
  }
}
