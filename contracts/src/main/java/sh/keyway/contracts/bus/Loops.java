package sh.keyway.contracts.bus;

import io.netty.channel.EventLoop;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.shareddata.LocalMap;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which operations are served on which event loop of this process. A room that is asked on the loop
 * it is served on answers without waking another thread, which is most of what a local message
 * costs. It is a shortcut only: every operation is served under its plain address too.
 */
final class Loops {
  private static final String SERVED = "keyway.loops";
  private static final Map<EventLoop, Integer> NUMBERS = new WeakHashMap<>();
  private static int next;

  private Loops() {}

  /** The operation's address on the current event loop; null outside of one. */
  static @Nullable String address(Operation<?, ?> operation) {
    Context context = Vertx.currentContext();
    if (context == null || !context.isEventLoopContext()) {
      return null;
    }
    return operation.address() + "#" + number(((ContextInternal) context).nettyEventLoop());
  }

  /** The addresses that are served. */
  static LocalMap<String, Boolean> served(Vertx vertx) {
    return vertx.sharedData().getLocalMap(SERVED);
  }

  private static int number(EventLoop loop) {
    synchronized (NUMBERS) {
      return NUMBERS.computeIfAbsent(loop, added -> next++);
    }
  }
}
