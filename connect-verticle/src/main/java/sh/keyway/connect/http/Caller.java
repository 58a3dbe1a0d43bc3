package sh.keyway.connect.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls one other side. Every outcome is an {@link Answer} or an {@link UnreachableException}; a
 * status of 500 or more is the latter. Redirects of a GET are followed as long as they stay with
 * that side. May be used from any thread.
 */
public final class Caller {
  private static final Logger LOG = LoggerFactory.getLogger(Caller.class);
  private static final int MAX_REDIRECTS = 3;
  private static final long RETRY_MIN_MS = 50;
  private static final long RETRY_MAX_MS = 250;

  /** When to come back if all our own connections are taken. */
  private static final Duration FULL = Duration.ofSeconds(5);

  private final Vertx vertx;
  private final HttpClient client;
  private final Base base;
  private final Limits limits;
  private final CircuitBreaker breaker;
  private final InstantSource clock;

  /**
   * Calls this side.
   *
   * @param client whose pool is bounded as {@code limits} says
   */
  public Caller(Vertx vertx, HttpClient client, Base base, Limits limits, InstantSource clock) {
    this.vertx = vertx;
    this.client = client;
    this.base = base;
    this.limits = limits;
    this.clock = clock;
    breaker = new CircuitBreaker(limits, clock);
  }

  /** Makes the call. */
  public Future<Answer> call(Call call) {
    return follow(call, MAX_REDIRECTS);
  }

  private Future<Answer> follow(Call call, int redirects) {
    return attempt(call, HttpMethod.GET.equals(call.method()) ? limits.retries() : 0)
        .compose(answer -> {
          if (!redirected(answer) || !HttpMethod.GET.equals(call.method())) {
            return Future.succeededFuture(answer);
          }
          Optional<String> path = base.redirect(call.path(), answer.headers().get("location"));
          if (path.isEmpty() || redirects == 0) {
            return Future.failedFuture(UnreachableException.down("redirected elsewhere"));
          }
          return follow(
              new Call(call.method(), path.get(), call.headers(), call.body()), redirects - 1);
        });
  }

  private Future<Answer> attempt(Call call, int retries) {
    Optional<Instant> refusal = breaker.refusal();
    if (refusal.isPresent()) {
      return Future.failedFuture(UnreachableException.downUntil("circuit open", refusal.get()));
    }
    return once(call)
        .transform((answer, failure) -> {
          if (answer != null && answer.status() < 500) {
            breaker.succeeded();
            return Future.succeededFuture(answer);
          }
          if (failure instanceof ConnectionPoolTooBusyException) {
            // Whoever keeps us busy must not gain what is given while the other side is down.
            LOG.warn("{} {}: all connections are taken", base.host(), call);
            return Future.failedFuture(UnreachableException.limited(clock.instant().plus(FULL)));
          }
          breaker.failed();
          String what =
              failure == null ? "status " + answer.status() : failure.getClass().getSimpleName();
          LOG.warn("{} {}: {}", base.host(), call, what);
          if (failure == null || retries == 0 || !connectionFault(failure)) {
            return Future.failedFuture(
                failure instanceof UnreachableException known
                    ? known
                    : UnreachableException.down(what));
          }
          long pause = ThreadLocalRandom.current().nextLong(RETRY_MIN_MS, RETRY_MAX_MS);
          return vertx
              .timer(pause, TimeUnit.MILLISECONDS)
              .compose(passed -> attempt(call, retries - 1));
        });
  }

  /** Whether trying again at once makes sense: not when the time is up or we ourselves gave up. */
  private static boolean connectionFault(Throwable failure) {
    return !(failure instanceof TimeoutException
        || failure instanceof java.net.SocketTimeoutException
        || failure instanceof io.netty.channel.ConnectTimeoutException
        || failure instanceof UnreachableException);
  }

  private Future<Answer> once(Call call) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(call.method())
            .setSsl(base.tls())
            .setHost(base.host())
            .setPort(base.port())
            .setURI(base.prefix() + call.path())
            .setConnectTimeout(limits.connect().toMillis())
            .setFollowRedirects(false);
    call.headers().forEach(options::putHeader);
    return client.request(options).compose(request -> exchange(request, call));
  }

  private Future<Answer> exchange(HttpClientRequest request, Call call) {
    String body = call.body();
    Future<HttpClientResponse> head = body == null ? request.send() : request.send(body);
    return head.compose(this::read)
        .timeout(limits.call().toMillis(), TimeUnit.MILLISECONDS)
        .onFailure(failure -> request.reset());
  }

  private Future<Answer> read(HttpClientResponse response) {
    Promise<Answer> whole = Promise.promise();
    Buffer body = Buffer.buffer();
    response.exceptionHandler(whole::tryFail);
    response.handler(chunk -> {
      if (body.length() + chunk.length() > limits.body()) {
        whole.tryFail(UnreachableException.down("answer too large"));
      } else {
        body.appendBuffer(chunk);
      }
    });
    response.endHandler(end ->
        whole.tryComplete(new Answer(response.statusCode(), response.headers(), body.getBytes())));
    return whole.future();
  }

  private static boolean redirected(Answer answer) {
    return switch (answer.status()) {
      case 301, 302, 307, 308 -> true;
      default -> false;
    };
  }
}
