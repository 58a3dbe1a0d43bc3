package sh.keyway.gateway.support;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import sh.keyway.testkit.github.Delivery;

/** Webhooks as GitHub would send them to a gateway. */
public final class Hooks {
  private Hooks() {}

  /** Signed under the secret of {@link House#APP}. */
  public static Delivery signed(String event, String body) {
    return new Delivery(event, UUID.randomUUID().toString(), body, "")
        .signedWith(Objects.requireNonNull(House.APP.webhookSecret()));
  }

  /** Sends it with the headers GitHub sends. */
  public static Reply post(House house, Delivery delivery) {
    return post(house, delivery, delivery.headers());
  }

  /** Sends its body with these headers. */
  public static Reply post(House house, Delivery delivery, Map<String, String> headers) {
    String[] lines =
        headers.entrySet().stream()
            .filter(header -> !header.getKey().equals("Content-Type"))
            .map(header -> header.getKey() + ": " + header.getValue())
            .toArray(String[]::new);
    byte[] body = delivery.body().getBytes(StandardCharsets.UTF_8);
    return House.send(house.port(), "POST", "/v1/github/webhook", body, lines);
  }
}
