package sh.keyway.connect.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sh.keyway.contracts.connect.RoleAnswer.Cause;

/** What a hostile or broken other side can do to us. */
class CallerTest {
  private static final int MOST = 10_000;
  private static final Limits LIMITS =
      new Limits(
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          MOST,
          1,
          1,
          2,
          1_000,
          Duration.ofSeconds(10));

  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger strangers = new AtomicInteger();
  private HttpServer server;
  private HttpServer stranger;
  private Caller caller;

  @BeforeEach
  void listen() throws Exception {
    stranger =
        get(
            vertx
                .createHttpServer()
                .requestHandler(request -> {
                  strangers.incrementAndGet();
                  request.response().end("{}");
                })
                .listen(0, "127.0.0.1"));
    server = get(vertx.createHttpServer().requestHandler(this::answer).listen(0, "127.0.0.1"));
    HttpClient client = HttpClients.open(vertx, "test", LIMITS, null);
    Base base = Base.of(URI.create("http://127.0.0.1:" + server.actualPort() + "/api/v3/"));
    caller = new Caller(vertx, client, base, LIMITS, InstantSource.system());
  }

  @AfterEach
  void close() throws Exception {
    get(vertx.close());
  }

  private void answer(HttpServerRequest request) {
    switch (request.path()) {
      case "/api/v3/ok" -> request.response().end("{}");
      case "/api/v3/old" -> redirect(request, "/api/v3/ok?a=b");
      case "/api/v3/loop" -> redirect(request, "/api/v3/loop");
      case "/api/v3/host" ->
          redirect(request, "http://127.0.0.1:" + stranger.actualPort() + "/api/v3/ok");
      case "/api/v3/name" ->
          redirect(request, "http://localhost:" + server.actualPort() + "/api/v3/ok");
      case "/api/v3/scheme" ->
          redirect(request, "https://127.0.0.1:" + server.actualPort() + "/api/v3/ok");
      case "/api/v3/up" -> redirect(request, "/api/v3/../v4/ok");
      case "/api/v3/beside" -> redirect(request, "/api/v3x/ok");
      case "/api/v3/user" ->
          redirect(request, "http://a@127.0.0.1:" + server.actualPort() + "/api/v3/ok");
      case "/api/v3/nonsense" -> redirect(request, "http://[");
      case "/api/v3/large" -> request.response().end("x".repeat(MOST + 1));
      case "/api/v3/drip" -> {
        request.response().setChunked(true);
        vertx.setPeriodic(100, tick -> request.response().write("x"));
      }
      case "/api/v3/never" -> {}
      default -> request.response().setStatusCode(404).end();
    }
  }

  private static void redirect(HttpServerRequest request, String location) {
    request.response().setStatusCode(301).putHeader("Location", location).end();
  }

  @Test
  void aRedirectOutOfTheHouseIsNotFollowed() {
    for (String path :
        List.of("/host", "/name", "/scheme", "/up", "/beside", "/user", "/nonsense", "/loop")) {
      assertThatThrownBy(() -> call(path))
          .as(path)
          .hasCauseInstanceOf(UnreachableException.class)
          .hasRootCauseMessage("redirected elsewhere");
    }
    assertThat(strangers.get()).isZero();
  }

  @Test
  void aRedirectWithinItIs() throws Exception {
    assertThat(call("/old").status()).isEqualTo(200);
  }

  @Test
  void aPostIsNotRedirected() throws Exception {
    Answer answer = get(caller.call(new Call(HttpMethod.POST, "/old", Map.of(), "{}")));

    assertThat(answer.status()).isEqualTo(301);
  }

  @Test
  void anAnswerTooLargeIsCutOff() {
    assertThatThrownBy(() -> call("/large")).hasRootCauseMessage("answer too large");
  }

  @Test
  void anAnswerThatDripsForEverEndsInTime() {
    long start = System.nanoTime();

    assertThatThrownBy(() -> call("/drip")).hasCauseInstanceOf(UnreachableException.class);

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
  }

  @Test
  void waitingIsBoundedInNumberAndTime() throws Exception {
    List<Future<Answer>> calls = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      calls.add(caller.call(new Call(HttpMethod.GET, "/never", Map.of(), null)));
    }
    Map<Cause, Integer> causes = new EnumMap<>(Cause.class);
    for (Future<Answer> call : calls) {
      assertThatThrownBy(() -> get(call))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(UnreachableException.class);
      causes.merge(((UnreachableException) call.cause()).why(), 1, Integer::sum);
    }
    assertThat(causes.get(Cause.RATE_LIMITED))
        .as("whoever fills our own pool does not make it an outage of the other side")
        .isGreaterThanOrEqualTo(8);
    assertThat(causes.get(Cause.DOWN)).as("who was let through, and got no answer").isPositive();
    assertThat(call("/ok").status()).as("all is well again").isEqualTo(200);
  }

  @Test
  void whatIsSentIsNotPrinted() {
    Call call =
        new Call(HttpMethod.GET, "/a?token=canary", Map.of("Authorization", "canary"), "canary");

    assertThat(call.toString()).isEqualTo("GET /a");
  }

  private Answer call(String path) throws Exception {
    return get(caller.call(new Call(HttpMethod.GET, path, Map.of(), null)));
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }
}
