package sh.keyway.gateway.http;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sh.keyway.contracts.Principal;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;

/**
 * Where every request enters: gives it an id and headers, finds its route, counts it, has its
 * credential checked, reads its body, and sends whatever comes out of that.
 */
public final class Front implements Handler<HttpServerRequest> {
  private static final Logger LOG = LoggerFactory.getLogger(Front.class);
  private static final CharSequence X_REQUEST_ID = HttpHeaders.createOptimized("X-Request-Id");
  private static final Problem NO_ROUTE = Problem.of(Kind.NOT_FOUND, "There is nothing here");
  private static final Problem NOT_HTTP =
      Problem.of(Kind.BAD_REQUEST, "The request is not valid HTTP, or its head is too long");

  private static final Problem BUSY =
      Problem.unavailable("Too many large answers at once, please try again");

  private final Routes routes;
  private final Authenticator authenticator;
  private final Cors cors;
  private final SecurityHeaders headers;
  private final ProblemRenderer problems;
  private final BodyReader bodies;
  private final Sender sender;
  private final Budget budget;
  private final RateLimiter limiter;

  /**
   * Serves these routes.
   *
   * @param githubUrl for the Content-Security-Policy
   * @param errorBaseUrl what problem types begin with
   */
  public Front(
      Vertx vertx,
      Routes routes,
      Authenticator authenticator,
      Cors cors,
      String githubUrl,
      String errorBaseUrl) {
    this.routes = routes;
    this.authenticator = authenticator;
    this.cors = cors;
    headers = new SecurityHeaders(githubUrl);
    problems = new ProblemRenderer(errorBaseUrl);
    bodies = new BodyReader(vertx);
    sender = new Sender(vertx);
    budget = Budget.named("answers", vertx);
    limiter = RateLimiter.of(vertx);
  }

  @Override
  public void handle(HttpServerRequest request) {
    Exchange exchange = open(request);
    Future<Answer> answer;
    try {
      answer = serve(exchange);
    } catch (RuntimeException e) {
      answer = Future.failedFuture(e);
    }
    answer.onComplete(done ->
        sender.send(
            exchange,
            done.succeeded() ? affordable(exchange, done.result()) : refuse(exchange, done)));
  }

  /** Answers what could not even be read as a request, and hangs up. */
  public void handleInvalid(HttpServerRequest request) {
    Exchange exchange = open(request);
    sender.sendAndClose(exchange, problems.render(NOT_HTTP, exchange));
  }

  private Exchange open(HttpServerRequest request) {
    String requestId = RequestIds.of(request.getHeader(X_REQUEST_ID));
    MultiMap answer = request.response().headers();
    answer.add(X_REQUEST_ID, requestId);
    headers.addTo(answer);
    cors.addTo(answer, request.getHeader(HttpHeaders.ORIGIN));
    return new Exchange(request, requestId);
  }

  private Future<Answer> serve(Exchange exchange) {
    HttpServerRequest request = exchange.request();
    if (exchange.announcesBody()) {
      // Nothing of the body is taken in before we know whose it is.
      request.pause();
    }
    if (cors.answers(request.method())) {
      return Future.succeededFuture(cors.preflight(exchange));
    }
    Routes.Match match = routes.find(request.method(), pathOf(request.path()));
    if (match == null) {
      throw NO_ROUTE.exception();
    }
    Route route = match.route();
    exchange.matched(route, match.parameters());
    route.options().limits().forEach(limit -> limiter.count(limit, exchange));
    if (route.access().open()) {
      return answer(exchange, route);
    }
    return authenticator
        .authenticate(exchange)
        .compose(principal -> {
          exchange.authenticated(principal);
          Problem refusal = route.access().refusalOf(principal);
          return refusal == null
              ? answer(exchange, route)
              : authenticator
                  .record(exchange, principal, refusal)
                  .compose(recorded -> Future.failedFuture(refusal.exception()));
        });
  }

  private Future<Answer> answer(Exchange exchange, Route route) {
    exchange.query();
    if (route.method().equals(HttpMethod.GET) || route.options().body() == RouteOptions.Body.NONE) {
      return route.endpoint().handle(exchange);
    }
    return bodies
        .read(exchange, route.options())
        .compose(body -> {
          exchange.received(route.options().body(), body);
          return route.endpoint().handle(exchange);
        });
  }

  /** The answer, unless too many large ones wait for slow readers already. */
  private Answer affordable(Exchange exchange, Answer answer) {
    Buffer body = answer.body();
    return body == null || exchange.charge(budget, body.length())
        ? answer
        : problems.render(BUSY, exchange);
  }

  /** The path with slashes at its beginning taken as one: a base URL may end in a slash. */
  private static String pathOf(@Nullable String path) {
    if (path == null) {
      return "";
    }
    int start = 0;
    while (start + 1 < path.length()
        && path.charAt(start + 1) == '/'
        && path.charAt(start) == '/') {
      start++;
    }
    return path.substring(start);
  }

  private Answer refuse(Exchange exchange, AsyncResult<Answer> done) {
    Problem problem = ProblemRenderer.problemOf(done.cause(), exchange.requestId());
    Principal principal = exchange.principal();
    if (problem.kind() == Kind.UNAUTHORIZED && principal != null) {
      authenticator.refused(exchange, principal);
    }
    LOG.debug("request {}: {}", exchange.requestId(), problem.kind());
    Answer styled = exchange.errors().render(problem, exchange);
    return styled == null ? problems.render(problem, exchange) : styled;
  }
}
