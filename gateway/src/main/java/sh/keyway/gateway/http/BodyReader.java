package sh.keyway.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.secrets.SecretLimits;

/** Receives JSON bodies within bounds of size and time (http-auth §1.2). */
final class BodyReader {
  private static final int LIMIT = SecretLimits.BODY_BYTES;
  private static final long DEADLINE_MS = 30_000;
  private static final Problem TOO_LARGE =
      Problem.of(Kind.PAYLOAD_TOO_LARGE, "Request body must not exceed " + LIMIT + " bytes");
  private static final Problem WRONG_TYPE =
      Problem.of(Kind.UNSUPPORTED_MEDIA_TYPE, "Request body must be application/json, not encoded");
  private static final Problem TOO_SLOW =
      Problem.of(Kind.BAD_REQUEST, "Request body did not arrive in time");
  private static final Problem BROKEN_OFF = Problem.of(Kind.BAD_REQUEST, "Request body broke off");

  private static final Problem BUSY =
      Problem.unavailable("Too many large requests at once, please try again");

  private final Vertx vertx;
  private final Budget budget;

  BodyReader(Vertx vertx) {
    this.vertx = vertx;
    budget = Budget.named("requests", vertx);
  }

  /**
   * Reads the body of a paused request.
   *
   * @return a missing node if there is none; fails with PAYLOAD_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE,
   *     BAD_REQUEST, VALIDATION_ERROR or, with too many large bodies in memory, 503
   */
  Future<JsonNode> read(Exchange exchange) {
    if (!exchange.announcesBody()) {
      return Future.succeededFuture(MissingNode.getInstance());
    }
    if (exchange.announcedLength() > LIMIT) {
      return Future.failedFuture(TOO_LARGE.exception());
    }
    if (!isPlainJson(exchange)) {
      return Future.failedFuture(WRONG_TYPE.exception());
    }
    long most = exchange.announcedLength() < 0 ? LIMIT : exchange.announcedLength();
    if (!exchange.charge(budget, most)) {
      return Future.failedFuture(BUSY.exception());
    }
    return receive(exchange)
        .map(body -> body.length() == 0 ? MissingNode.getInstance() : parse(body));
  }

  private static JsonNode parse(Buffer body) {
    return JsonBody.parse(body.getBytes());
  }

  private static boolean isPlainJson(Exchange exchange) {
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
    return essence.strip().toLowerCase(Locale.ROOT).equals("application/json");
  }

  private Future<Buffer> receive(Exchange exchange) {
    HttpServerRequest request = exchange.request();
    Promise<Buffer> received = Promise.promise();
    Buffer body = Buffer.buffer();
    long timer = vertx.setTimer(DEADLINE_MS, t -> received.tryFail(TOO_SLOW.exception()));
    request.exceptionHandler(e -> received.tryFail(BROKEN_OFF.exception()));
    request.endHandler(v -> received.tryComplete(body));
    request.handler(chunk -> {
      if (body.length() + chunk.length() > LIMIT) {
        received.tryFail(TOO_LARGE.exception());
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
