package sh.keyway.gateway.github;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.secrets.Done;
import sh.keyway.contracts.secrets.ReceiveWebhook;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.gateway.GatewayConfig;
import sh.keyway.gateway.support.Hooks;
import sh.keyway.gateway.support.House;
import sh.keyway.gateway.support.Reply;
import sh.keyway.gateway.support.Wire;
import sh.keyway.testkit.github.Delivery;

/** Only what GitHub signed goes through, to the byte (http-auth §6). */
class WebhookRouteTest {
  private static final String BODY = "{\"action\": \"removed\", \"name\": \"ü\\n\"}\n";
  private static final String SIGNATURE = "X-Hub-Signature-256";
  private static House house;

  @BeforeAll
  static void start() {
    house = House.withGitHub();
  }

  @AfterAll
  static void stop() {
    house.close();
  }

  @BeforeEach
  void forget() {
    house.room().forget();
    house.room().says(SecretsRoom.RECEIVE_WEBHOOK, new Done());
  }

  private static Map<String, String> with(Delivery delivery, String header, String value) {
    Map<String, String> headers = new HashMap<>(delivery.headers());
    headers.put(header, value);
    return headers;
  }

  private static Map<String, String> without(Delivery delivery, String header) {
    Map<String, String> headers = new HashMap<>(delivery.headers());
    headers.remove(header);
    return headers;
  }

  private static void assertRefused(Reply reply, int status) {
    assertThat(reply.status()).isEqualTo(status);
    assertThat(house.room().asked(ReceiveWebhook.class)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sha256=0000000000000000000000000000000000000000000000000000000000000000",
        "sha256=",
        "sha256=0",
        "0",
        "sha1=0000000000000000000000000000000000000000",
        "sha256=zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz",
        "sha256=üüü"
      })
  void aForgedOrShortSignatureIsForbidden(String signature) {
    Delivery delivery = Hooks.signed("member", BODY);

    Reply reply = Hooks.post(house, delivery, with(delivery, SIGNATURE, signature));

    assertRefused(reply, 403);
    assertThat(reply.slug()).isEqualTo("forbidden");
  }

  @Test
  void aSignatureThatIsTooLongOrInAnotherSpellingIsForbidden() {
    Delivery delivery = Hooks.signed("member", BODY);
    String right = delivery.signature();

    for (String wrong :
        new String[] {
          right + "0",
          right + "0".repeat(5000),
          right + ", " + right,
          right.substring(0, right.length() - 1),
          right.substring("sha256=".length()),
          right.replace("sha256=", "SHA256="),
          "sha256=" + right.substring("sha256=".length()).toUpperCase(Locale.ROOT)
        }) {
      assertRefused(Hooks.post(house, delivery, with(delivery, SIGNATURE, wrong)), 403);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-Hub-Signature-256", "X-GitHub-Event", "X-GitHub-Delivery"})
  void aMissingHeaderIsABadRequest(String header) {
    Delivery delivery = Hooks.signed("member", BODY);

    Reply reply = Hooks.post(house, delivery, without(delivery, header));

    assertRefused(reply, 400);
    assertThat(reply.slug()).isEqualTo("bad-request");
    assertRefused(Hooks.post(house, delivery, with(delivery, header, "")), 400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-GitHub-Event", "X-GitHub-Delivery"})
  void aHeaderThatGoesOnAndOnIsABadRequest(String header) {
    Delivery delivery = Hooks.signed("member", BODY);

    assertRefused(Hooks.post(house, delivery, with(delivery, header, "x".repeat(101))), 400);
  }

  @Test
  void aTamperedBodyIsForbidden() {
    Delivery delivery = Hooks.signed("member", BODY);

    assertRefused(Hooks.post(house, delivery.tampered(BODY.replace("removed", "added"))), 403);
    assertRefused(Hooks.post(house, delivery.tampered(BODY + " ")), 403);
    assertRefused(Hooks.post(house, delivery.tampered(BODY.strip())), 403);
  }

  @Test
  void aWebhookSignedBeforeTheSecretChangedIsForbidden() {
    assertRefused(
        Hooks.post(house, Hooks.signed("member", BODY).signedWith("the secret before")), 403);
  }

  @Test
  void withoutASecretNothingIsTakenNotEvenWhatAnEmptyKeySigned() {
    for (String none : new String[] {null, ""}) {
      try (House silent =
          new House(
              House.config(
                  House.API,
                  "https://github.test",
                  new GatewayConfig.GitHubApp(
                      "Iv1.client", "https://github.test/install", none, true)))) {
        Reply reply = Hooks.post(silent, Hooks.signed("member", BODY));
        try (Wire wire = silent.connect()) {
          wire.send(
              House.head("POST", "/v1/github/webhook", "Content-Type: application/json")
                  + "Content-Length: 5000000\r\n\r\n");
          assertThat(wire.read().status()).as("before the body comes").isEqualTo(503);
        }

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.json().getString("type"))
            .isEqualTo("https://api.keyway.sh/errors/service-unavailable");
        assertThat(silent.room().asked(ReceiveWebhook.class)).isEmpty();
      }
    }
  }

  @Test
  void theVeryBytesGoToTheRoom() {
    Delivery delivery = Hooks.signed("member", BODY);

    Reply reply = Hooks.post(house, delivery);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body()).isEqualTo("{\"received\":true}");
    assertThat(house.room().asked(ReceiveWebhook.class))
        .singleElement()
        .satisfies(webhook -> {
          assertThat(webhook.deliveryId()).isEqualTo(delivery.id());
          assertThat(webhook.event()).isEqualTo("member");
          assertThat(webhook.body()).isEqualTo(BODY.getBytes(StandardCharsets.UTF_8));
          assertThat(webhook.client().ip()).isEqualTo("127.0.0.1");
        });
  }

  @Test
  void aBodyOfFiveMebibytesIsTakenAndOneMoreByteIsNot() {
    String most = "{\"a\":\"" + "x".repeat(5 * 1024 * 1024 - 8) + "\"}";

    assertThat(Hooks.post(house, Hooks.signed("push", most)).status()).isEqualTo(200);
    assertThat(Hooks.post(house, Hooks.signed("push", most + " ")).status()).isEqualTo(413);
  }

  @Test
  void whatCouldNotBeHandledIsNotSaidToBeReceived() {
    house.room().refuses(SecretsRoom.RECEIVE_WEBHOOK, Problem.unavailable("away"));
    assertThat(Hooks.post(house, Hooks.signed("member", BODY)).status()).isEqualTo(503);

    house.room().refuses(SecretsRoom.RECEIVE_WEBHOOK, Problem.internal());
    assertThat(Hooks.post(house, Hooks.signed("member", BODY)).status()).isEqualTo(500);

    house.room().refuses(SecretsRoom.RECEIVE_WEBHOOK, Problem.of(Kind.BAD_REQUEST, "no JSON"));
    assertThat(Hooks.post(house, Hooks.signed("member", "{")).status()).isEqualTo(400);
  }

  @Test
  void webhooksHaveALimitOfTheirOwn() {
    Reply reply = Hooks.post(house, Hooks.signed("ping", "{}"));

    assertThat(reply.header("x-ratelimit-limit")).isEqualTo("3000");
  }
}
