package sh.keyway.gateway.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sh.keyway.contracts.secrets.SecretLimits;

/** Sends answers, and deals with what is left of the request. */
final class Sender {
  private static final Logger LOG = LoggerFactory.getLogger(Sender.class);

  /** How long we go on swallowing a body nobody wants, so that its sender can read the answer. */
  private static final long LINGER_MS = 2_000;

  /** How long the rest of a small body may take if the connection is to be kept. */
  private static final long DRAIN_MS = 10_000;

  private final Vertx vertx;

  Sender(Vertx vertx) {
    this.vertx = vertx;
  }

  void send(Exchange exchange, Answer answer) {
    HttpServerRequest request = exchange.request();
    if (request.isEnded() || !exchange.announcesBody()) {
      end(exchange, answer);
    } else if (isBounded(exchange.announcedLength())) {
      end(exchange, answer);
      swallowRest(request, DRAIN_MS, false);
    } else {
      sendAndClose(exchange, answer);
    }
  }

  void sendAndClose(Exchange exchange, Answer answer) {
    HttpServerRequest request = exchange.request();
    request.response().headers().set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    end(exchange, answer)
        .onComplete(sent -> {
          if (request.isEnded()) {
            request.connection().close();
          } else {
            swallowRest(request, LINGER_MS, true);
          }
        });
  }

  /** Closing at once would reset the connection and could take the answer with it. */
  private void swallowRest(HttpServerRequest request, long patienceMs, boolean closeAfter) {
    long timer = vertx.setTimer(patienceMs, t -> request.connection().close());
    request
        .exceptionHandler(e -> vertx.cancelTimer(timer))
        .endHandler(v -> {
          vertx.cancelTimer(timer);
          if (closeAfter) {
            request.connection().close();
          }
        })
        .handler(Sender::swallow)
        .resume();
  }

  private static void swallow(Buffer chunk) {
    // Refused already.
  }

  private static boolean isBounded(long length) {
    return length >= 0 && length <= SecretLimits.BODY_BYTES;
  }

  private static Future<Void> end(Exchange exchange, Answer answer) {
    return write(exchange, answer).onComplete(sent -> exchange.finished());
  }

  private static Future<Void> write(Exchange exchange, Answer answer) {
    HttpServerRequest request = exchange.request();
    HttpServerResponse response = request.response();
    if (LOG.isDebugEnabled()) {
      LOG.debug("{} {} {}", request.method(), request.path(), answer.status());
    }
    if (response.closed() || response.ended()) {
      return Future.succeededFuture();
    }
    response.setStatusCode(answer.status());
    CharSequence contentType = answer.contentType();
    if (contentType != null) {
      response.headers().add(HttpHeaders.CONTENT_TYPE, contentType);
    }
    Buffer body = answer.body();
    if (body == null) {
      return response.end();
    }
    if (request.method().equals(HttpMethod.HEAD)) {
      response.headers().add(HttpHeaders.CONTENT_LENGTH, String.valueOf(body.length()));
      return response.end();
    }
    return response.end(body);
  }
}
