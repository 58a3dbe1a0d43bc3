package sh.keyway.secrets;

import io.vertx.core.Vertx;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Counts the questions on the bus by address; answers are not counted. */
public final class BusTap {
  private final Map<String, Integer> messages = new ConcurrentHashMap<>();

  public BusTap(Vertx vertx) {
    vertx
        .eventBus()
        .addOutboundInterceptor(delivery -> {
          String address = delivery.message().address();
          if (!address.startsWith("__vertx")) {
            // An operation asked on the loop it is served on has its number at the end.
            messages.merge(address.replaceFirst("#.*", ""), 1, Integer::sum);
          }
          delivery.next();
        });
  }

  public Map<String, Integer> messages() {
    return new TreeMap<>(messages);
  }

  public void forget() {
    messages.clear();
  }
}
