package sh.keyway.gateway.github;

import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.bus.RoomClient;
import sh.keyway.contracts.secrets.ReceiveWebhook;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.gateway.http.Access;
import sh.keyway.gateway.http.Answer;
import sh.keyway.gateway.http.Exchange;
import sh.keyway.gateway.http.RateLimit;
import sh.keyway.gateway.http.RouteOptions;
import sh.keyway.gateway.http.Routes;
import sh.keyway.gateway.http.Texts;

/**
 * What GitHub tells us (http-auth §6). Its credential is the signature over the very bytes of the
 * body; nothing reads them before it holds. A failure is answered as one, so that GitHub shows the
 * delivery as failed and can be told to send it again.
 */
public final class WebhookRoute {
  private static final String PATH = "/v1/github/webhook";
  private static final int MOST_BYTES = 5 * 1024 * 1024;
  private static final int LONGEST_HEADER = 100;
  private static final RateLimit LIMIT = new RateLimit("github-webhook", 3_000);
  private static final Problem NOT_CONFIGURED = Problem.unavailable("Webhooks are not configured");
  private static final Problem FORGED =
      Problem.of(Kind.FORBIDDEN, "The signature does not match the body");

  private final RoomClient rooms;
  private final @Nullable WebhookSignature signatures;

  /**
   * Hands webhooks on to these rooms.
   *
   * @param secret key of their signatures; null or empty if there are to be none
   */
  public WebhookRoute(RoomClient rooms, @Nullable String secret) {
    this.rooms = rooms;
    signatures = secret == null || secret.isEmpty() ? null : new WebhookSignature(secret);
  }

  /** Adds the route. */
  public void mount(Routes routes) {
    WebhookSignature expected = signatures;
    if (expected == null) {
      // Nothing could make the body worth taking in.
      routes.post(
          PATH,
          Access.everybody(),
          RouteOptions.unread().limitedTo(LIMIT),
          exchange -> Future.failedFuture(NOT_CONFIGURED.exception()));
      return;
    }
    routes.post(
        PATH,
        Access.everybody(),
        RouteOptions.raw(MOST_BYTES).limitedTo(LIMIT),
        exchange -> receive(expected, exchange));
  }

  private Future<Answer> receive(WebhookSignature expected, Exchange exchange) {
    String signature = header(exchange, "X-Hub-Signature-256");
    String event = shortHeader(exchange, "X-GitHub-Event");
    String delivery = shortHeader(exchange, "X-GitHub-Delivery");
    if (exchange.rawBody().length() == 0) {
      throw Problem.of(Kind.BAD_REQUEST, "Request body required").exception();
    }
    if (!expected.matches(signature, exchange.rawBody())) {
      throw FORGED.exception();
    }
    return rooms
        .call(
            SecretsRoom.RECEIVE_WEBHOOK,
            new ReceiveWebhook(exchange.client(), delivery, event, exchange.rawBody().getBytes()))
        .map(done ->
            Answer.bare(
                200,
                json -> {
                  json.writeStartObject();
                  json.writeBooleanField("received", true);
                  json.writeEndObject();
                }));
  }

  private static String header(Exchange exchange, String name) {
    String value = exchange.header(name);
    if (value == null || value.isEmpty()) {
      throw Problem.of(Kind.BAD_REQUEST, "Header " + name + " required").exception();
    }
    return value;
  }

  private static String shortHeader(Exchange exchange, String name) {
    String value = header(exchange, name);
    if (value.length() > LONGEST_HEADER || !Texts.isPrintable(value)) {
      throw Problem.of(Kind.BAD_REQUEST, "Header " + name + " is not as documented").exception();
    }
    return value;
  }
}
