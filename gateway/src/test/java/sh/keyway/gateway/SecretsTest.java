package sh.keyway.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sh.keyway.contracts.secrets.Pull;
import sh.keyway.contracts.secrets.Pulled;
import sh.keyway.contracts.secrets.Push;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.contracts.secrets.ViewSecret;
import sh.keyway.gateway.support.House;
import sh.keyway.gateway.support.Reply;
import sh.keyway.gateway.support.Samples;

/** Push, pull and view (http-vaults §11). */
class SecretsTest {
  private static final String PUSH = "/v1/secrets/push";
  private static final String PULL = "/v1/secrets/pull?repo=acme/api&environment=production";
  private static final String CANARY = "canary-value-5f2d";
  private static House house;

  @BeforeAll
  static void start() {
    house = new House();
  }

  @AfterAll
  static void stop() {
    house.close();
  }

  @BeforeEach
  void forget() {
    house.room().forget();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      nullValues = "-",
      value = {
        "/v1/secrets/pull;Repository name required",
        "/v1/secrets/pull?environment=production;Repository name required",
        "/v1/secrets/pull?repo=&environment=production;Repository name required",
        "/v1/secrets/pull?repo=acme/api;Environment name required",
        "/v1/secrets/pull?repo=acme/api&environment=;Environment name required",
        "/v1/secrets/view?key=A;Repository name required",
        "/v1/secrets/view?repo=nonsense&key=A;Environment name required",
      })
  void theGateComesBeforeValidation(String target, String detail) {
    Reply reply = house.get(target);
    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.detail()).isEqualTo(detail);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "repo=acme&environment=e;repo",
        "repo=acme/api/x&environment=e;repo",
        "repo=a%20b/c&environment=e;repo",
        "repo=acme/..&environment=e;repo",
        "repo=acme/%00&environment=e;repo",
        "repo=acme/api&environment=%00;environment",
        "repo=acme/api&environment=a%0Ab;environment",
        "repo=acme/api&environment=e&limit=0;limit",
        "repo=acme/api&environment=e&limit=1001;limit",
        "repo=acme/api&environment=e&offset=-1;offset",
        "repo=acme/api&environment=e&format=xml;format",
        "repo=acme/api&environment=e&format=JSON;format",
        "repo=acme/api&environment=e&format=;format",
        "repo=acme/api&environment=e&repo=acme/api;repo",
      })
  void aPullThatDoesNotFitIsNamed(String query, String field) {
    Reply reply = house.get("/v1/secrets/pull?" + query);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.slug()).isEqualTo("validation-error");
    assertThat(reply.fields()).containsExactly(field);
    assertThat(house.room().asked(Pull.class)).isEmpty();
  }

  @Test
  void longNamesAreRefused() {
    String repo = "a".repeat(100) + "/" + "b".repeat(99);
    String query = "/v1/secrets/pull?environment=e&repo=";
    assertThat(house.get(query + repo).status()).isEqualTo(200);
    assertThat(house.get(query + repo + "b").fields()).containsExactly("repo");
    String environment = "/v1/secrets/pull?repo=acme/api&environment=";
    assertThat(house.get(environment + "e".repeat(50)).status()).isEqualTo(200);
    assertThat(house.get(environment + "e".repeat(51)).fields()).containsExactly("environment");
  }

  @Test
  void aPullIsOneMessageOnceTheKeyIsKnown() {
    house.get(PULL);
    house.room().forget();
    house.get(PULL);
    assertThat(house.room().asked()).hasSize(1).first().isInstanceOf(Pull.class);
  }

  @Test
  void aPullAnswersTheTextExactly() {
    String content = "A=1\nB=\"x \\\" y\"\nC=\u2028\u0001\uD83D\uDE00é</script>\\";
    house.room().says(SecretsRoom.PULL, new Pulled(9, 3, content.getBytes(UTF_8)));
    Reply reply = house.get(PULL, "X-Request-Id: r1");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().getMap().keySet()).containsExactly("data", "meta");
    assertThat(reply.data().getMap()).containsExactly(Map.entry("content", content));
    assertThat(reply.json().getJsonObject("meta").encode()).isEqualTo("{\"requestId\":\"r1\"}");
    Pull asked = house.room().asked(Pull.class).getFirst();
    assertThat(asked.repoFullName()).isEqualTo("acme/api");
    assertThat(asked.environment()).isEqualTo("production");
    assertThat(asked.format()).isEqualTo(Pull.Format.DOTENV);
    assertThat(asked.limit()).isNull();
    assertThat(asked.offset()).isZero();
  }

  @Test
  void aPullOfAMegabyteComesWhole() {
    String content = "K=" + "\"é\uD83D\uDE00\n".repeat(150_000);
    house.room().says(SecretsRoom.PULL, new Pulled(9, 1, content.getBytes(UTF_8)));
    assertThat(house.get(PULL).data().getString("content")).isEqualTo(content);
  }

  @Test
  void aPullAsJsonEmbedsTheObject() {
    house
        .room()
        .says(
            SecretsRoom.PULL, new Pulled(9, 2, "{\"A\":\"1\",\"B\":\"\\u2028\"}".getBytes(UTF_8)));
    Reply reply = house.get(PULL + "&format=json&limit=10&offset=5");
    assertThat(reply.data())
        .isEqualTo(
            new JsonObject()
                .put("secrets", new JsonObject().put("A", "1").put("B", "\u2028"))
                .put("environment", "production")
                .put("revision", 9));
    Pull asked = house.room().asked(Pull.class).getFirst();
    assertThat(asked.limit()).isEqualTo(10);
    assertThat(asked.offset()).isEqualTo(5);
    house.room().says(SecretsRoom.PULL, new Pulled(4, 1, "A=1".getBytes(UTF_8)));
  }

  @Test
  void viewAnswersOneSecret() {
    Reply reply = house.get("/v1/secrets/view?repo=acme/api&environment=production&key=A%20%C3%A9");
    assertThat(reply.data().encode())
        .isEqualTo("{\"key\":\"A\",\"value\":\"1\",\"environment\":\"production\"}");
    assertThat(house.room().asked(ViewSecret.class).getFirst().key()).isEqualTo("A é");
  }

  @Test
  void viewNeedsAKey() {
    String view = "/v1/secrets/view?repo=acme/api&environment=production";
    for (String key : List.of("", "&key=", "&key=" + "k".repeat(257), "&key=a%00", "&key=%0A")) {
      Reply reply = house.get(view + key);
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.fields()).containsExactly("key");
    }
  }

  @Test
  void pushSaysWhatChanged() {
    Reply reply = house.post(PUSH, push("{\"A\":\"1\",\"b c\":\"\"}"));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.data().encode())
        .isEqualTo(
            "{\"success\":true,\"message\":\"Secrets pushed successfully\",\"stats\":"
                + "{\"created\":1,\"updated\":2,\"deleted\":3,\"unchanged\":5}}");
    Push asked = house.room().asked(Push.class).getFirst();
    assertThat(asked.repoFullName()).isEqualTo("acme/api");
    assertThat(asked.environment()).isEqualTo("production");
    assertThat(asked.secrets()).isEqualTo(Map.of("A", "1", "b c", ""));
    assertThat(asked.exact()).isFalse();
  }

  @Test
  void pushTakesItsTargetFromTheBodyOnly() {
    String other = "?repo=evil/own&environment=development&repoFullName=evil/own";
    house.post(PUSH + other, push("{}"));
    assertThat(house.room().asked(Push.class).getFirst().repoFullName()).isEqualTo("acme/api");
    Reply noRepo = house.post(PUSH + other, "{\"environment\":\"production\",\"secrets\":{}}");
    Reply noEnvironment =
        house.post(PUSH + other, "{\"repoFullName\":\"acme/api\",\"secrets\":{}}");
    assertThat(noRepo.status()).isEqualTo(403);
    assertThat(noRepo.detail()).isEqualTo("Repository name required");
    assertThat(noEnvironment.status()).isEqualTo(403);
    assertThat(noEnvironment.detail()).isEqualTo("Environment name required");
    assertThat(house.room().asked(Push.class)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "[]", "{\"repoFullName\":null}", "{\"repoFullName\":\"\"}"})
  void pushWithoutRepositoryIsStoppedAtTheGate(String body) {
    assertThat(house.post(PUSH, body).detail()).isEqualTo("Repository name required");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "{\"repoFullName\":7,\"environment\":\"e\",\"secrets\":{}};repoFullName",
        "{\"repoFullName\":\"x\",\"environment\":\"e\",\"secrets\":{}};repoFullName",
        "{\"repoFullName\":\"a/b\",\"environment\":[1],\"secrets\":{}};environment",
        "{\"repoFullName\":\"a/b\",\"environment\":\"a\\u0000\",\"secrets\":{}};environment",
        "{\"repoFullName\":\"a/b\",\"environment\":\"e\"};secrets",
        "{\"repoFullName\":\"a/b\",\"environment\":\"e\",\"secrets\":null};secrets",
        "{\"repoFullName\":\"a/b\",\"environment\":\"e\",\"secrets\":[]};secrets",
        "{\"repoFullName\":\"a/b\",\"environment\":\"e\",\"secrets\":{\"A\":1}};secrets.A",
        "{\"repoFullName\":\"a/b\",\"environment\":\"e\",\"secrets\":{\"A\":null}};secrets.A",
        "{\"repoFullName\":\"a/b\",\"environment\":\"e\",\"secrets\":{\"A\":{}}};secrets.A",
        "{\"repoFullName\":\"a/b\",\"environment\":\"e\",\"secrets\":{},\"exact\":\"yes\"};exact",
      })
  void aPushThatDoesNotFitIsNamed(String body, String field) {
    Reply reply = house.post(PUSH, body);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.slug()).isEqualTo("validation-error");
    assertThat(reply.fields()).containsExactly(field);
    assertThat(house.room().asked(Push.class)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "``;secrets.",
        "a=b;secrets.a=b",
        "#a;secrets.#a",
        " a;secrets. a",
        "a ;secrets.a ",
        "\\u0000;secrets.\\u0000",
        "a\\nb;secrets.a\\u000ab",
        "a\\u007f;secrets.a\\u007f",
        "a\\u0085;secrets.a\\u0085",
        "a\\u2028b;secrets.a\\u2028b",
        "a\\ufeff;secrets.a\\ufeff",
        "\\u3000a;secrets.\\u3000a",
        // The parser itself stops at these, before it has a name.
        "\\ud800;secrets",
        "a\\udc00b;secrets",
      })
  void aKeyThatIsNoneIsNamedEscaped(String key, String field) {
    Reply reply = house.post(PUSH, push("{\"" + key + "\":\"" + CANARY + "\"}"));
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.fields()).containsExactly(field);
    assertThat(reply.body()).doesNotContain(CANARY);
    assertThat(house.room().asked(Push.class)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "__proto__",
        "constructor",
        "toString",
        "lower",
        "a b",
        "é",
        "\uD83D\uDE00",
        "A.B",
        "$ref",
        "a#",
        "export A",
        "'",
        "null",
        "../x",
        "<script>",
        "%00",
        "9"
      })
  void oddKeysAreKeys(String key) {
    assertThat(house.post(PUSH, push("{\"" + key + "\":\"v\"}")).status()).isEqualTo(200);
    assertThat(house.room().asked(Push.class).getFirst().secrets()).containsOnlyKeys(key);
  }

  @Test
  void limitsHoldExactly() {
    String key = "k".repeat(256);
    String value = "v".repeat(65_536);
    assertThat(house.post(PUSH, push("{\"" + key + "\":\"" + value + "\"}")).status())
        .isEqualTo(200);
    Reply longKey = house.post(PUSH, push("{\"" + key + "k\":\"v\"}"));
    Reply longValue = house.post(PUSH, push("{\"A\":\"" + value + "v\"}"));
    assertThat(longKey.fields()).containsExactly("secrets." + "k".repeat(64) + "...");
    assertThat(longKey.body()).contains("Secret key must not exceed 256 characters");
    assertThat(longValue.fields()).containsExactly("secrets.A");
    assertThat(longValue.body())
        .contains("Secret value must not exceed 65536 bytes (64KB)")
        .doesNotContain("vvvv");
  }

  @Test
  void valuesAreCountedInUtf16Units() {
    String pairs = "\uD83D\uDE00".repeat(32_768);
    assertThat(house.post(PUSH, push("{\"A\":\"" + pairs + "\"}")).status()).isEqualTo(200);
    assertThat(house.post(PUSH, push("{\"A\":\"" + pairs + "x\"}")).status()).isEqualTo(400);
  }

  @Test
  void aThousandSecretsAreTakenAndNoMore() {
    assertThat(house.post(PUSH, push(many(1000))).status()).isEqualTo(200);
    Reply reply = house.post(PUSH, push(many(1001)));
    assertThat(reply.fields()).containsExactly("secrets");
    assertThat(reply.body()).contains("Cannot push more than 1000 secrets at once");
  }

  @Test
  void anUnpairedSurrogateInAValueIsRefusedAndNotShown() {
    Reply reply = house.post(PUSH, push("{\"A\":\"" + CANARY + "\\ud83d\"}"));
    assertThat(reply.fields()).containsExactly("secrets.A");
    assertThat(reply.body()).doesNotContain(CANARY);
  }

  @Test
  void aThousandMistakesMakeAShortAnswer() {
    String secrets = many(1000).replace("\"v\"", "1");
    Reply reply = house.post(PUSH, push(secrets));
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.fields()).hasSize(20);
  }

  @Test
  void anyValueArrivesExactly() {
    String value = " \"'#$\\=\t\r\n\u0000\u2028\uFEFF\uD83D\uDE00 ";
    JsonObject secrets = new JsonObject().put("A", value);
    house.post(PUSH, push(secrets.encode()));
    assertThat(house.room().asked(Push.class).getFirst().secrets()).containsEntry("A", value);
  }

  @Test
  void exactIsPassedOn() {
    String body = push("{}").replace("{}", "{},\"exact\":true");
    assertThat(house.post(PUSH, body).status()).isEqualTo(200);
    assertThat(house.room().asked(Push.class).getFirst().exact()).isTrue();
  }

  @Test
  void theCliMayPostWithoutBodyToValidate() {
    assertThat(house.post("/v1/auth/token/validate", "{}").data().encode())
        .isEqualTo(
            "{\"username\":\"alice\",\"forgeType\":\"local\",\"forgeUserId\":\"1001\","
                + "\"plan\":\"free\",\"createdAt\":\"2026-11-23T08:07:42.000Z\"}");
    assertThat(house.call("POST", "/v1/auth/token/validate", Samples.AUTHORIZATION).status())
        .isEqualTo(200);
  }

  private static String push(String secrets) {
    return "{\"repoFullName\":\"acme/api\",\"environment\":\"production\",\"secrets\":"
        + secrets
        + "}";
  }

  private static String many(int count) {
    JsonObject secrets = new JsonObject();
    for (int i = 0; i < count; i++) {
      secrets.put("K" + i, "v");
    }
    return secrets.encode();
  }
}
