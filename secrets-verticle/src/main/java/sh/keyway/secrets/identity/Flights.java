package sh.keyway.secrets.identity;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.shareddata.LocalMap;
import io.vertx.core.shareddata.Shareable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Lets those who ask the same thing at the same time share one answer, across the instances of this
 * process. Whoever asks first does the work on its event loop, everybody is answered on their own.
 *
 * @param <K> what is asked
 * @param <V> the answer
 */
final class Flights<K, V> {
  private final Vertx vertx;
  private final Map<K, Future<V>> flying;

  /** Shares with everyone who uses this name on this Vert.x. */
  Flights(Vertx vertx, String name) {
    this.vertx = vertx;
    LocalMap<String, Flying<K, V>> shared = vertx.sharedData().getLocalMap("keyway.flights");
    flying = shared.computeIfAbsent(name, n -> new Flying<>(new ConcurrentHashMap<>())).map();
  }

  private record Flying<K, V>(Map<K, Future<V>> map) implements Shareable {}

  /** The answer of the flight under way, or of a new one. */
  Future<V> ask(K key, Supplier<Future<V>> work) {
    Promise<V> landing = Promise.promise();
    Future<V> already = flying.putIfAbsent(key, landing.future());
    if (already != null) {
      Promise<V> here = ((ContextInternal) vertx.getOrCreateContext()).promise();
      already.onComplete(here);
      return here.future();
    }
    Future<V> started;
    try {
      started = work.get();
    } catch (RuntimeException e) {
      started = Future.failedFuture(e);
    }
    return started.onComplete((value, failure) -> {
      flying.remove(key);
      landing.complete(value, failure);
    });
  }
}
