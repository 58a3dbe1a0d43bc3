package sh.keyway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sh.keyway.contracts.secrets.CreateVault;
import sh.keyway.contracts.secrets.Push;
import sh.keyway.gateway.support.House;
import sh.keyway.gateway.support.Reply;
import sh.keyway.gateway.support.Samples;
import sh.keyway.gateway.support.Wire;

/** What bodies are taken (http-auth §1.2). */
class BodyTest {
  private static final String VAULT = "{\"repoFullName\":\"acme/api\"}";
  private static final int LIMIT = 1_048_576;
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
  @ValueSource(
      strings = {
        "{",
        "}",
        "[",
        "nope",
        "{\"a\":}",
        "{'a':1}",
        "{\"a\":1,}",
        "{a:1}",
        "{\"a\":01}",
        "\"",
        "{\"a\":NaN}",
        "{} {}",
        "{}x",
        "{}]",
        "\u0000",
        "// c\n{}",
        "{\"a\":1e}",
        "tru",
        " ",
        "{\"a\":\"\u0001\"}",
        "{\"a\":\"\\x\"}",
        "\uFEFF{}",
        "{\"repoFullName\" \"acme/api\"}"
      })
  void malformedJsonIsABadRequest(String json) {
    Reply reply = house.post("/v1/vaults", json);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.slug()).isEqualTo("bad-request");
    assertThat(house.room().asked(CreateVault.class)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"secrets\":{\"A\":};secrets.A",
        "{\"secrets\":{\"A\":\"x\",\"B\":tru}};secrets.B",
        "{\"scopes\":[\"a\",!]};scopes.1",
      })
  void malformedJsonNamesTheMember(String json, String field) {
    assertThat(house.post("/v1/vaults", json).fields()).containsExactly(field);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"repoFullName\":\"acme/api\",\"repoFullName\":\"acme/api\"};repoFullName",
        "{\"repoFullName\":\"acme/api\",\"repoFullNam\\u0065\":\"x/y\"};repoFullName",
        "{\"unknown\":{\"a\":1,\"a\":2}};unknown.a",
        "{\"l\":[{\"a\":1,\"a\":2}]};l.0.a",
      })
  void aRepeatedMemberIsNamed(String json, String field) {
    Reply reply = house.post("/v1/vaults", json);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.slug()).isEqualTo("validation-error");
    assertThat(reply.fields()).containsExactly(field);
    assertThat(house.room().asked(CreateVault.class)).isEmpty();
  }

  @Test
  void badUtf8IsABadRequest() {
    for (String hex : new String[] {"ff", "c080", "eda080", "e282", "f5808080"}) {
      byte[] bad = HexFormat.of().parseHex("7b2261223a22" + hex + "227d");
      Reply reply = House.send(house.port(), "POST", "/v1/vaults", bad, Samples.AUTHORIZATION);
      assertThat(reply.status()).as(hex).isEqualTo(400);
      assertThat(reply.detail()).as(hex).contains("UTF-8");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "\"text\"", "1", "null", "true"})
  void aBodyThatIsNoObjectIsNamedByTheEmptyField(String json) {
    Reply reply = house.post("/v1/api-keys", json);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.slug()).isEqualTo("validation-error");
    assertThat(reply.fields()).containsExactly("");
  }

  @Test
  void deepNestingAndLongNumbersAreRefused() {
    String deep = "{\"a\":" + "[".repeat(200_000) + "]".repeat(200_000) + "}";
    String number = "{\"a\":" + "9".repeat(100_000) + "}";
    assertThat(house.post("/v1/vaults", deep).status()).isEqualTo(400);
    assertThat(house.post("/v1/vaults", number).status()).isEqualTo(400);
  }

  @Test
  void unknownMembersAreIgnored() {
    Reply reply =
        house.post(
            "/v1/vaults", "{\"repoFullName\":\"acme/api\",\"x\":[{\"y\":null}],\"n\":1.5e3}");
    assertThat(reply.status()).isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "application/json; charset=utf-8",
        "APPLICATION/JSON;charset=latin1",
        "application/json ; x=y"
      })
  void jsonIsTakenWhateverItsParameters(String type) {
    assertThat(sendAs(type, VAULT).status()).isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/jsonp",
        "application/problem+json",
        "json",
        "application/xml"
      })
  void otherMediaTypesAreRefused(String type) {
    Reply reply = sendAs(type, VAULT);
    assertThat(reply.status()).isEqualTo(415);
    assertThat(reply.slug()).isEqualTo("internal-error");
    assertThat(reply.json().getInteger("status")).isEqualTo(415);
    assertThat(house.room().asked(CreateVault.class)).isEmpty();
  }

  @Test
  void aBodyWithoutMediaTypeOrWithAnEncodingIsRefused() {
    try (Wire wire = house.connect()) {
      wire.send(House.head("POST", "/v1/vaults", Samples.AUTHORIZATION, "Content-Length: 2"));
      assertThat(wire.send("\r\n{}").read().status()).isEqualTo(415);
    }
    assertThat(house.post("/v1/vaults", VAULT, "Content-Encoding: gzip").status()).isEqualTo(415);
  }

  @Test
  void anEmptyJsonBodyIsNoBody() {
    String json = "Content-Type: application/json";
    String id = Samples.KEY_ID.toString();
    assertThat(house.delete("/v1/api-keys/" + id, json).status()).isEqualTo(204);
    assertThat(house.delete("/v1/api-keys/" + id, json, "Content-Length: 0").status())
        .isEqualTo(204);
    assertThat(house.get("/v1/vaults", json).status()).isEqualTo(200);
    assertThat(house.call("POST", "/v1/auth/token/validate", Samples.AUTHORIZATION, json).status())
        .isEqualTo(200);
    Reply missing = house.call("POST", "/v1/api-keys", Samples.AUTHORIZATION, json);
    assertThat(missing.status()).isEqualTo(400);
    assertThat(missing.fields()).containsExactly("");
  }

  @Test
  void aChunkedEmptyBodyIsNoBody() {
    try (Wire wire = house.connect()) {
      wire.send(chunked("DELETE", "/v1/api-keys/" + Samples.KEY_ID) + "0\r\n\r\n");
      assertThat(wire.read().status()).isEqualTo(204);
    }
  }

  @Test
  void aBodyOfExactlyTheLimitIsTaken() {
    String json = VAULT + " ".repeat(LIMIT - VAULT.length());
    assertThat(house.post("/v1/vaults", json).status()).isEqualTo(201);
  }

  @Test
  void aBodyAnnouncedOverTheLimitIsRefusedBeforeItIsSent() {
    try (Wire wire = house.connect()) {
      wire.send(post("Content-Length: " + (LIMIT + 1)) + "\r\n");
      Reply reply = wire.read();
      assertThat(reply.status()).isEqualTo(413);
      assertThat(reply.slug()).isEqualTo("internal-error");
      assertThat(reply.json().getInteger("status")).isEqualTo(413);
      assertThat(reply.closed()).isTrue();
    }
  }

  @Test
  void aChunkedBodyOverTheLimitIsCutOffWhileItIsStillComing() {
    String chunk = "10000\r\n" + " ".repeat(0x10000) + "\r\n";
    try (Wire wire = house.connect()) {
      wire.send(chunked("POST", "/v1/vaults"));
      for (int i = 0; i < 17; i++) {
        wire.send(chunk);
      }
      Reply reply = wire.read();
      assertThat(reply.status()).isEqualTo(413);
      assertThat(wire.isHungUp()).isTrue();
    }
  }

  @Test
  void moreBytesThanAnnouncedAreNotPartOfTheBody() {
    try (Wire wire = house.connect()) {
      wire.send(post("Content-Length: " + VAULT.length()) + "\r\n" + VAULT + "SURPLUS\r\n\r\n");
      assertThat(wire.read().status()).isEqualTo(201);
      assertThat(wire.read().status()).isEqualTo(400);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Content-Length: -1", "Content-Length: x", "Content-Length: 99999999999999999999"})
  void aLengthThatIsNoneIsRefused(String header) {
    try (Wire wire = house.connect()) {
      assertThat(wire.send(post(header) + "\r\n").read().status()).isBetween(400, 499);
    }
  }

  @Test
  void aRefusedRequestWithABodyLeavesTheConnectionInStep() {
    try (Wire wire = house.connect()) {
      String body = "{\"a\":\"" + "x".repeat(200_000) + "\"}";
      wire.send(
          House.head(
                  "POST",
                  "/v1/vaults",
                  "Content-Type: application/json",
                  "Content-Length: " + body.length())
              + "\r\n"
              + body);
      assertThat(wire.read().status()).isEqualTo(401);
      wire.send(House.head("GET", "/health") + "\r\n");
      assertThat(wire.read().status()).isEqualTo(200);
    }
  }

  @Test
  void aClientThatAsksBeforeSendingIsToldToGoOnOnlyIfItMay() {
    String expect = "Expect: 100-continue";
    try (Wire wire = house.connect()) {
      wire.send(post(expect, "Content-Length: " + VAULT.length()) + "\r\n");
      assertThat(wire.readLine()).contains("100");
      assertThat(wire.readLine()).isEmpty();
      assertThat(wire.send(VAULT).read().status()).isEqualTo(201);
    }
    try (Wire wire = house.connect()) {
      wire.send(House.head("POST", "/v1/vaults", expect, "Content-Length: 9") + "\r\n");
      assertThat(wire.readLine()).contains("401");
    }
  }

  @Test
  void aGetWithABodyIsAnsweredAndTheConnectionStaysInStep() {
    try (Wire wire = house.connect()) {
      wire.send(House.head("GET", "/v1/vaults", Samples.AUTHORIZATION, "Content-Length: 3"));
      wire.send("\r\nabc");
      assertThat(wire.read().status()).isEqualTo(200);
      wire.send(House.head("GET", "/health") + "\r\n");
      assertThat(wire.read().status()).isEqualTo(200);
    }
  }

  @Test
  void aBrokenChunkReachesNobodyAndEndsOnlyItsOwnConnection() {
    try (Wire wire = house.connect()) {
      wire.send(chunked("POST", "/v1/vaults") + "5\r\n{\"rep\r\nzz\r\n" + VAULT);
      assertThat(wire.isHungUp()).isTrue();
    }
    assertThat(house.room().asked(CreateVault.class)).isEmpty();
    assertThat(house.call("GET", "/health").status()).isEqualTo(200);
  }

  @Test
  void twoFramingsAtOnceSmuggleNothing() {
    try (Wire wire = house.connect()) {
      wire.send(post("Transfer-Encoding: chunked\r\nContent-Length: 4") + "\r\n0\r\n\r\n");
      assertThat(wire.read().status()).isBetween(400, 499);
      assertThat(house.room().asked(CreateVault.class)).isEmpty();
    }
  }

  @Test
  void aBodyThatBreaksOffReachesNobody() {
    try (Wire wire = house.connect()) {
      wire.send(post("Content-Length: 100") + "\r\n{\"repoFullName\"");
    }
    assertThat(house.call("GET", "/health").status()).isEqualTo(200);
    assertThat(house.room().asked(Push.class)).isEmpty();
    assertThat(house.room().asked(CreateVault.class)).isEmpty();
  }

  @Test
  void attackShapedMembersAreJustUnknown() {
    String json = "{\"__proto__\":{\"repoFullName\":\"a/b\"},\"constructor\":1,\"$ref\":\"x\"}";
    Reply reply = house.post("/v1/vaults", json);
    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.detail()).isEqualTo("Repository name required");
  }

  private static Reply sendAs(String type, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    try (Wire wire = house.connect()) {
      String head =
          House.head(
              "POST",
              "/v1/vaults",
              Samples.AUTHORIZATION,
              "Content-Type: " + type,
              "Content-Length: " + bytes.length);
      return wire.send(head + "\r\n").send(bytes).read();
    }
  }

  private static String post(String... headers) {
    return House.head("POST", "/v1/vaults", Samples.AUTHORIZATION, "Content-Type: application/json")
        + String.join("\r\n", headers)
        + "\r\n";
  }

  private static String chunked(String method, String path) {
    return House.head(
            method,
            path,
            Samples.AUTHORIZATION,
            "Content-Type: application/json",
            "Transfer-Encoding: chunked")
        + "\r\n";
  }
}
