package sh.keyway.gateway.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.ProblemException;

/** Receives bodies within bounds of size and time (http-auth §1.2). */
final class BodyReader {
  private static final long DEADLINE_MS = 30_000;
  private static final Problem TOO_SLOW =
      Problem.of(Kind.BAD_REQUEST, "Request body did not arrive in time");
  private static final Problem BROKEN_OFF = Problem.of(Kind.BAD_REQUEST, "Request body broke off");

  private static final Problem BUSY =
      Problem.unavailable("Too many large requests at once, please try again");

  private final Vertx vertx;
  private final Budget budget;
  private final Budget unproven;

  BodyReader(Vertx vertx) {
    this.vertx = vertx;
    budget = Budget.named("requests", vertx);
    unproven = Budget.named("unproven requests", vertx);
  }

  /**
   * Reads the body of a paused request.
   *
   * @return empty if there is none; fails with PAYLOAD_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE,
   *     BAD_REQUEST or, with too many large bodies in memory, 503
   */
  Future<Buffer> read(Exchange exchange, RouteOptions options) {
    if (!exchange.announcesBody()) {
      return Future.succeededFuture(Buffer.buffer());
    }
    int limit = options.bodyLimit();
    if (exchange.announcedLength() > limit) {
      return Future.failedFuture(tooLarge(limit));
    }
    String type = mediaType(options.body());
    if (!isPlain(exchange, type)) {
      return Future.failedFuture(wrongType(type));
    }
    long most = exchange.announcedLength() < 0 ? limit : exchange.announcedLength();
    if (!exchange.charge(budgetOf(options.body()), most)) {
      return Future.failedFuture(BUSY.exception());
    }
    return receive(exchange, limit);
  }

  /**
   * Whose raw body it is shows only once all of it is there, so strangers can use its budget up;
   * those whom a credential has let in have one of their own.
   */
  private Budget budgetOf(RouteOptions.Body kind) {
    return kind == RouteOptions.Body.RAW ? unproven : budget;
  }

  private static String mediaType(RouteOptions.Body kind) {
    return switch (kind) {
      case JSON, RAW -> "application/json";
      case FORM -> "application/x-www-form-urlencoded";
      case NONE -> throw new IllegalArgumentException("such a body is not read");
    };
  }

  private static ProblemException tooLarge(int limit) {
    return Problem.of(Kind.PAYLOAD_TOO_LARGE, "Request body must not exceed " + limit + " bytes")
        .exception();
  }

  private static ProblemException wrongType(String wanted) {
    return Problem.of(
            Kind.UNSUPPORTED_MEDIA_TYPE, "Request body must be " + wanted + ", not encoded")
        .exception();
  }

  private static boolean isPlain(Exchange exchange, String wanted) {
    String encoding = exchange.header(HttpHeaders.CONTENT_ENCODING);
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      return false;
    }
    String type = exchange.header(HttpHeaders.CONTENT_TYPE);
    if (type == null) {
      return false;
    }
    int parameters = type.indexOf(';');
    String essence = parameters < 0 ? type : type.substring(0, parameters);
    return essence.strip().toLowerCase(Locale.ROOT).equals(wanted);
  }

  private Future<Buffer> receive(Exchange exchange, int limit) {
    HttpServerRequest request = exchange.request();
    Promise<Buffer> received = Promise.promise();
    Buffer body = Buffer.buffer();
    long timer = vertx.setTimer(DEADLINE_MS, t -> received.tryFail(TOO_SLOW.exception()));
    request.exceptionHandler(e -> received.tryFail(BROKEN_OFF.exception()));
    request.endHandler(v -> received.tryComplete(body));
    request.handler(chunk -> {
      if (body.length() + chunk.length() > limit) {
        received.tryFail(tooLarge(limit));
      } else {
        body.appendBuffer(chunk);
      }
    });
    String expectation = exchange.header(HttpHeaders.EXPECT);
    if (expectation != null && expectation.equalsIgnoreCase("100-continue")) {
      request.response().writeContinue();
    }
    request.resume();
    return received.future().onComplete(done -> vertx.cancelTimer(timer));
  }
}
