package sh.keyway.gateway;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import sh.keyway.gateway.http.Front;

/**
 * An HTTP listener of ours: HTTP/1.1 with bounded heads, and nothing that expands what it is sent.
 */
final class Listener {
  private static final int HEADERS = 16 * 1024;
  private static final int REQUEST_LINE = 8 * 1024;
  private static final int IDLE_SECONDS = 75;
  private static final int BACKLOG = 1024;
  private static final long GRACE_SECONDS = 10;

  private @Nullable HttpServer server;

  /** Listens; a negative port is a free one, shared by all who give the same number. */
  Future<?> open(Vertx vertx, Front front, int port, String host) {
    HttpServer made = vertx.createHttpServer(options());
    server = made;
    return made.requestHandler(front)
        .invalidRequestHandler(front::handleInvalid)
        .listen(port, host);
  }

  /** Finishes what is under way, within bounds. */
  Future<Void> close() {
    HttpServer running = server;
    return running == null
        ? Future.succeededFuture()
        : running.shutdown(GRACE_SECONDS, TimeUnit.SECONDS);
  }

  /**
   * Port it really listens on.
   *
   * @throws IllegalStateException before it is open
   */
  int port() {
    HttpServer running = server;
    if (running == null) {
      throw new IllegalStateException("not started");
    }
    return running.actualPort();
  }

  private static HttpServerOptions options() {
    HttpServerOptions options = new HttpServerOptions();
    options.setMaxHeaderSize(HEADERS);
    options.setMaxInitialLineLength(REQUEST_LINE);
    options.setHttp2ClearTextEnabled(false);
    options.setDecompressionSupported(false);
    options.setCompressionSupported(false);
    options.setIdleTimeoutUnit(TimeUnit.SECONDS);
    options.setIdleTimeout(IDLE_SECONDS);
    options.setAcceptBacklog(BACKLOG);
    return options;
  }
}
