package sh.keyway.gateway.support;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.bus.Operation;
import sh.keyway.contracts.bus.RoomServer;
import sh.keyway.contracts.secrets.SecretsRoom;

/** A secrets room on the bus that answers as it is told to and remembers what it was asked. */
public final class FakeRoom {
  private final Map<String, Function<Record, Future<? extends Record>>> answers =
      new ConcurrentHashMap<>();
  private final Vertx vertx;
  private final String deployment;
  private final List<Record> asked = new CopyOnWriteArrayList<>();

  /** Serves every operation of the secrets room. */
  public FakeRoom(Vertx vertx) {
    this.vertx = vertx;
    deployment = Wait.on(vertx.deployVerticle(context -> serve(new RoomServer(vertx))));
  }

  private Future<?> serve(RoomServer server) {
    return Future.all(
        SecretsRoom.operations().stream().map(operation -> serve(server, operation)).toList());
  }

  /** Goes away. */
  public void close() {
    Wait.on(vertx.undeploy(deployment));
  }

  private <Q extends Record, A extends Record> Future<Void> serve(
      RoomServer server, Operation<Q, A> operation) {
    return server.on(
        operation,
        request -> {
          asked.add(request);
          Function<Record, Future<? extends Record>> answer = answers.get(operation.address());
          return answer == null
              ? Future.failedFuture(new IllegalStateException("not told what to answer"))
              : answer.apply(request).map(operation.answer()::cast);
        });
  }

  /** From now on answers so. */
  public <Q extends Record, A extends Record> void answers(
      Operation<Q, A> operation, Function<Q, Future<A>> answer) {
    answers.put(operation.address(), request -> answer.apply(operation.request().cast(request)));
  }

  /** From now on answers so. */
  public <Q extends Record, A extends Record> void says(Operation<Q, A> operation, A answer) {
    answers(operation, request -> Future.succeededFuture(answer));
  }

  /** From now on refuses so. */
  public void refuses(Operation<?, ?> operation, Problem problem) {
    answers.put(operation.address(), request -> Future.failedFuture(problem.exception()));
  }

  /** Every request of this type so far, in order. */
  public <Q extends Record> List<Q> asked(Class<Q> type) {
    return asked.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** Every request so far, in order. */
  public List<Record> asked() {
    return List.copyOf(asked);
  }

  /** Forgets what it was asked. */
  public void forget() {
    asked.clear();
  }
}
