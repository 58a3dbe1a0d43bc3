package sh.keyway.testkit.github;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One loopback port, which can be closed and opened again. */
final class Listener {
  private final Vertx vertx;
  private HttpServer server;
  private final int port;
  private volatile Handler<HttpServerRequest> handler = r -> r.response().setStatusCode(503).end();

  private Listener(Vertx vertx) {
    this.vertx = vertx;
    this.server = listen(0);
    this.port = server.actualPort();
  }

  static Listener open(Vertx vertx) {
    return new Listener(vertx);
  }

  int port() {
    return port;
  }

  void handler(Handler<HttpServerRequest> next) {
    handler = next;
  }

  void close() {
    await(server.close());
  }

  void reopen() {
    server = listen(port);
  }

  private HttpServer listen(int wanted) {
    return await(
        vertx
            .createHttpServer()
            .requestHandler(r -> handler.handle(r))
            .listen(wanted, "127.0.0.1"));
  }

  static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }
}
