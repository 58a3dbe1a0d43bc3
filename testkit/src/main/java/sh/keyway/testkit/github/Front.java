package sh.keyway.testkit.github;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Every request passes here: log, faults, then the right answer. */
final class Front {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);
  private final Vertx vertx;
  private final Desk desk;
  private final Authenticator authenticator;
  private final Faults faults;
  private final RequestLog log;
  private final FakeClock clock;

  Front(
      Vertx vertx,
      Desk desk,
      Authenticator authenticator,
      Faults faults,
      RequestLog log,
      FakeClock clock) {
    this.vertx = vertx;
    this.desk = desk;
    this.authenticator = authenticator;
    this.faults = faults;
    this.log = log;
    this.clock = clock;
  }

  void serve(HttpServerRequest request, Site site, String path) {
    // a body that never arrives ends with its connection: there is nobody left to answer
    request.body().onSuccess(body -> serve(request, body, site, path));
  }

  private void serve(HttpServerRequest request, Buffer body, Site site, String path) {
    String method = request.method().name();
    RouteMatch match =
        RouteMatch.find(site, method.equals("HEAD") ? "GET" : method, path).orElse(null);
    Endpoint endpoint = match == null ? null : match.endpoint();
    ReceivedRequest received = received(request, endpoint, path);
    log.add(received);
    List<Fault> struck = faults.strike(received);
    Future<Void> waited = Future.succeededFuture();
    for (Fault fault : struck) {
      waited = waited.compose(v -> pause(fault));
    }
    Fault last = struck.isEmpty() ? null : struck.getLast();
    waited.onSuccess(v -> {
      switch (last) {
        case Fault.Drop drop -> request.connection().close();
        case Fault.Silence silence -> {}
        case Fault.Answer answer -> write(request, answer.reply().get());
        case Fault.Truncate truncate -> truncate(request, desk.answer(request, body, site, match));
        case null, default -> write(request, desk.answer(request, body, site, match));
      }
    });
  }

  private Future<Void> pause(Fault fault) {
    return switch (fault) {
      case Fault.Delay(var time) ->
          time.toMillis() <= 0 ? Future.succeededFuture() : vertx.timer(time.toMillis()).mapEmpty();
      case Fault.Hold(var until) ->
          Future.fromCompletionStage(until, vertx.getOrCreateContext()).mapEmpty();
      default -> Future.succeededFuture();
    };
  }

  private void write(HttpServerRequest request, Reply reply) {
    HttpServerResponse response = head(request, reply);
    if (request.method().name().equals("HEAD") || reply.body().isEmpty()) {
      response.end();
    } else {
      response.end(reply.body());
    }
  }

  private void truncate(HttpServerRequest request, Reply reply) {
    Buffer whole = Buffer.buffer(reply.body());
    head(request, reply)
        .putHeader("content-length", Integer.toString(whole.length()))
        .write(whole.slice(0, whole.length() / 2))
        .onComplete(v -> request.connection().close());
  }

  private HttpServerResponse head(HttpServerRequest request, Reply reply) {
    HttpServerResponse response =
        request
            .response()
            .setStatusCode(reply.status())
            .putHeader("date", DATE.format(clock.now()))
            .putHeader("server", "github.com")
            .putHeader("x-github-request-id", UUID.randomUUID().toString());
    reply.headers().forEach(response::putHeader);
    return response;
  }

  private ReceivedRequest received(
      HttpServerRequest request, @Nullable Endpoint endpoint, String path) {
    return new ReceivedRequest(
        endpoint,
        request.method().name(),
        path,
        request.query(),
        authenticator.kindOf(request.getHeader("authorization")),
        request.getHeader("user-agent"),
        request.getHeader("accept"),
        request.getHeader("x-github-api-version"),
        request.getHeader("content-type"),
        request.getHeader("if-none-match"));
  }
}
