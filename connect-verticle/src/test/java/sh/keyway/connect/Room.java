package sh.keyway.connect;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import sh.keyway.connect.http.Limits;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.ProblemException;
import sh.keyway.contracts.bus.HouseCodec;
import sh.keyway.contracts.bus.Operation;
import sh.keyway.contracts.bus.RoomClient;
import sh.keyway.contracts.connect.ConnectRoom;
import sh.keyway.testkit.github.FakeGitHub;

/** A connect room of two instances on a bus, beside a fake GitHub. */
final class Room implements AutoCloseable {
  /** Patient, because the machine may be busy; the circuit never opens. */
  static final Limits LIMITS = waiting(Duration.ofSeconds(4));

  /** For tests of silence, which wait for it to end. */
  static final Limits IMPATIENT = waiting(Duration.ofMillis(1_500));

  private static final int INSTANCES = 2;

  private final Vertx vertx =
      Vertx.vertx(
          new VertxOptions()
              .setEventLoopPoolSize(INSTANCES)
              .setMaxEventLoopExecuteTime(2)
              .setMaxEventLoopExecuteTimeUnit(TimeUnit.SECONDS));
  private final RoomClient client = new RoomClient(vertx);

  private static Limits waiting(Duration most) {
    return new Limits(most, most, 1 << 20, 16, 256, 2, 1_000_000, Duration.ofSeconds(60));
  }

  /** Goes by GitHub's clock, so that time passes on both sides at once. */
  static Room beside(FakeGitHub github) throws Exception {
    return beside(github, LIMITS);
  }

  static Room beside(FakeGitHub github, Limits limits) throws Exception {
    return new Room(config(github, limits), () -> github.clock().now());
  }

  Room(ConnectConfig config, InstantSource clock) throws Exception {
    vertx.eventBus().registerCodec(new HouseCodec(ConnectRoom.operations()));
    get(
        vertx.deployVerticle(
            () -> new ConnectVerticle(config, clock),
            new DeploymentOptions().setInstances(INSTANCES)));
  }

  static ConnectConfig config(FakeGitHub github, Limits limits) {
    return new ConnectConfig(
        URI.create(github.apiUrl()),
        URI.create(github.webUrl()),
        Long.toString(github.app().id()),
        github.app().clientId(),
        github.app().clientSecret(),
        AppKey.parse(github.app().privateKeyBase64()),
        github.installUrl(),
        github.actions().issuer(),
        ConnectConfig.oidcKeys(github.actions().issuer()),
        null,
        limits);
  }

  <Q extends Record, A extends Record> Future<A> call(Operation<Q, A> operation, Q request) {
    return client.call(operation, request);
  }

  <Q extends Record, A extends Record> A ask(Operation<Q, A> operation, Q request)
      throws Exception {
    return get(call(operation, request));
  }

  /** The problem an operation fails with. */
  <Q extends Record, A extends Record> Problem refusal(Operation<Q, A> operation, Q request)
      throws Exception {
    try {
      throw new AssertionError("not refused but " + ask(operation, request));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ProblemException known) {
        return known.problem();
      }
      throw e;
    }
  }

  static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
