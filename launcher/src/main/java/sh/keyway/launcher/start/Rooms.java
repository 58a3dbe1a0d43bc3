package sh.keyway.launcher.start;

import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.ProblemException;
import sh.keyway.contracts.bus.HouseCodec;
import sh.keyway.contracts.bus.Operation;
import sh.keyway.contracts.connect.ConnectRoom;
import sh.keyway.contracts.crypto.CryptoRoom;
import sh.keyway.contracts.secrets.SecretsRoom;

/** The Vert.x instance and what is deployed on it, with waits that end. */
final class Rooms implements AutoCloseable {
  private static final int START_SECONDS = 60;
  private static final int STOP_SECONDS = 15;

  private final Vertx vertx;

  private Rooms(Vertx vertx) {
    this.vertx = vertx;
  }

  /** An empty house with this many event loops and the codec on its bus. */
  static Rooms open(int eventLoops) {
    FileSystemOptions files =
        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions().setEventLoopPoolSize(eventLoops).setFileSystemOptions(files));
    List<Operation<?, ?>> operations = new ArrayList<>(CryptoRoom.operations());
    operations.addAll(SecretsRoom.operations());
    operations.addAll(ConnectRoom.operations());
    vertx.eventBus().registerCodec(new HouseCodec(operations));
    return new Rooms(vertx);
  }

  /** The instance, for clients of the rooms. */
  Vertx vertx() {
    return vertx;
  }

  /**
   * Deploys and waits; the answer undeploys and waits.
   *
   * @throws StartFailure if it refuses to start; to be tried again only if a part did not answer
   */
  AutoCloseable deploy(String room, Supplier<? extends Deployable> verticle, int instances)
      throws StartFailure {
    Future<String> deployed =
        vertx.deployVerticle(verticle, new DeploymentOptions().setInstances(instances));
    String id = await(room, deployed.recover(Rooms::refusal));
    return () -> await(room, vertx.undeploy(id), STOP_SECONDS);
  }

  /** Waits for something a room does at the start. */
  static <T> T await(String what, Future<T> future) throws StartFailure {
    return await(what, future, START_SECONDS);
  }

  private static <T> T await(String what, Future<T> future, int seconds) throws StartFailure {
    try {
      return future.toCompletionStage().toCompletableFuture().get(seconds, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw failure(what, e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      throw StartFailure.failed("The " + what + " did not answer within " + seconds + " seconds.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw StartFailure.failed("Interrupted.");
    }
  }

  /**
   * A room knows at its start whether the set-up is wrong, e.g. the keys are not the right ones.
   */
  private static <T> Future<T> refusal(Throwable failure) {
    boolean setup =
        failure instanceof ProblemException known
            && known.problem().kind() != Problem.Kind.SERVICE_UNAVAILABLE;
    return Future.failedFuture(
        setup ? StartFailure.setup(((ProblemException) failure).problem().detail()) : failure);
  }

  private static StartFailure failure(String what, Throwable cause) {
    if (cause instanceof StartFailure known) {
      return known;
    }
    if (cause instanceof ProblemException known) {
      return StartFailure.failed(known.problem().detail());
    }
    if (cause instanceof java.net.BindException) {
      return StartFailure.setup(
          "The "
              + what
              + " cannot listen where it should: "
              + cause.getMessage()
              + ". Something else may use the port; choose another with PORT.");
    }
    throw new IllegalStateException("the " + what + " did not start", cause);
  }

  @Override
  public void close() throws StartFailure {
    await("event loops", vertx.close(), STOP_SECONDS);
  }
}
