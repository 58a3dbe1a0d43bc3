package sh.keyway.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoadGeneratorTest {
  private static final String GET = Requests.get("/", "");

  private final Vertx vertx = Vertx.vertx();
  private final AtomicLong handled = new AtomicLong();

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  @Test
  void aServerThatHangsUpFailsTheRun() throws Exception {
    int port = serve(request -> request.connection().close());

    assertThatThrownBy(() -> load(port)).isInstanceOf(IOException.class);
  }

  @Test
  void countsWhatIsNot200() throws Exception {
    int port =
        serve(r -> r.response().setStatusCode(handled.get() % 10 == 0 ? 503 : 200).end("body"));

    Load load = load(port);

    assertThat(load.errors()).containsOnlyKeys(503);
    assertThat(load.errorCount()).isBetween(load.requests() / 10 - 8, load.requests() / 10 + 8);
  }

  @Test
  void countsRequestsAndTime() throws Exception {
    int port = serve(r -> r.response().end("x".repeat(100_000)));

    Load load = load(port);

    assertThat(load.errors()).isEmpty();
    // all but those under way at the end
    assertThat(load.requests()).isBetween(handled.get() - 8, handled.get());
    assertThat(load.seconds()).isBetween(1.0, 5.0);
    assertThat(load.p50Micros()).isPositive().isLessThanOrEqualTo(load.p99Micros());
  }

  private Load load(int port) throws IOException {
    return LoadGenerator.run(port, 8, i -> Requests.always(GET), 0, 1, () -> {}, () -> {});
  }

  private int serve(Handler<HttpServerRequest> handler) throws Exception {
    return vertx
        .createHttpServer()
        .requestHandler(request -> {
          handled.incrementAndGet();
          handler.handle(request);
        })
        .listen(0, "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS)
        .actualPort();
  }
}
