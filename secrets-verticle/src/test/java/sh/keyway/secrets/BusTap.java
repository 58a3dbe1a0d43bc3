package sh.keyway.secrets;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Counts the questions on the bus by address; answers are not counted. */
public final class BusTap {
  private record Awaited(int count, Promise<Void> reached) {}

  private final Map<String, Integer> messages = new ConcurrentHashMap<>();
  private final Map<String, Awaited> awaited = new ConcurrentHashMap<>();

  public BusTap(Vertx vertx) {
    vertx
        .eventBus()
        .addOutboundInterceptor(delivery -> {
          String address = delivery.message().address();
          if (!address.startsWith("__vertx")) {
            // An operation asked on the loop it is served on has its number at the end.
            String operation = address.replaceFirst("#.*", "");
            messages.merge(operation, 1, Integer::sum);
            check(operation);
          }
          delivery.next();
        });
  }

  public Map<String, Integer> messages() {
    return new TreeMap<>(messages);
  }

  /** Waits until the address was asked so often since the last {@link #forget}. */
  public void awaitCount(String address, int count) throws Exception {
    Promise<Void> reached = Promise.promise();
    awaited.put(address, new Awaited(count, reached));
    check(address);
    SecretsHouse.await(reached.future());
  }

  private void check(String address) {
    Awaited one = awaited.get(address);
    if (one != null && messages.getOrDefault(address, 0) >= one.count()) {
      one.reached().tryComplete();
    }
  }

  public void forget() {
    messages.clear();
  }
}
