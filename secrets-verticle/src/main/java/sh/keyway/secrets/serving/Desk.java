package sh.keyway.secrets.serving;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import sh.keyway.contracts.Caller;
import sh.keyway.contracts.bus.Operation;
import sh.keyway.contracts.bus.RoomServer;

/** Where operations are answered: counts whose credential was used, and minds the deadlines. */
public final class Desk {
  private final RoomServer server;
  private final Consumer<Caller> usage;
  private final List<Future<Void>> served = new ArrayList<>();

  /**
   * Answers on this server.
   *
   * @param usage is told who asked, before the answer
   */
  public Desk(RoomServer server, Consumer<Caller> usage) {
    this.server = server;
    this.usage = usage;
  }

  /** Answers an operation that nobody in particular asks. */
  public <Q extends Record, A extends Record> Desk on(
      Operation<Q, A> operation, Function<Q, Future<A>> handler) {
    served.add(server.on(operation, handler));
    return this;
  }

  /** Answers an operation of a caller. */
  public <Q extends Record, A extends Record> Desk on(
      Operation<Q, A> operation, Function<Q, Caller> caller, Function<Q, Future<A>> handler) {
    Patience patience = Patience.of(operation);
    return on(
        operation,
        request -> {
          usage.accept(caller.apply(request));
          return patience.serve(() -> handler.apply(request));
        });
  }

  /** Completes once every operation can be asked. */
  public Future<Void> open() {
    return Future.all(served).mapEmpty();
  }
}
