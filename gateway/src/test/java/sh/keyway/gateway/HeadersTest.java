package sh.keyway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.gateway.support.House;
import sh.keyway.gateway.support.Reply;
import sh.keyway.gateway.support.Samples;

/** Headers of every answer (http-auth §1.3 to §1.5) and how failures look (§1.9). */
class HeadersTest {
  private static House house;

  @BeforeAll
  static void start() {
    house = new House();
  }

  @AfterAll
  static void stop() {
    house.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "req-1", "!~\"\\<script>'", "0123456789abcdef"})
  void aUsableRequestIdIsKept(String id) {
    Reply good = house.get("/v1/vaults", "X-Request-Id: " + id);
    Reply bad = house.get("/v1/nope", "X-Request-Id: " + id);
    assertThat(good.header("x-request-id")).isEqualTo(id);
    assertThat(good.json().getJsonObject("meta").getString("requestId")).isEqualTo(id);
    assertThat(bad.json().getString("traceId")).isEqualTo(id);
  }

  @Test
  void anUnusableRequestIdIsReplaced() {
    for (String id : List.of("", "a b", "é", "a\tb", "x".repeat(129))) {
      assertThat(house.get("/health", "X-Request-Id: " + id).header("x-request-id"))
          .as(id)
          .matches("req-[0-9a-z]+");
    }
    String longest = "x".repeat(128);
    assertThat(house.get("/health", "X-Request-Id: " + longest).header("x-request-id"))
        .isEqualTo(longest);
  }

  @Test
  void madeUpRequestIdsDiffer() {
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      ids.add(String.valueOf(house.get("/health").header("x-request-id")));
    }
    assertThat(ids).hasSize(50);
  }

  @Test
  void everyAnswerHasTheSecurityHeaders() {
    List<Reply> replies =
        List.of(
            house.get("/health"),
            house.get("/v1/vaults"),
            house.get("/v1/nope"),
            house.get("/%"),
            house.call("GET", "/v1/vaults"),
            house.delete("/v1/vaults/acme/api"),
            house.call("OPTIONS", "/v1/vaults"));
    assertThat(replies)
        .allSatisfy(reply -> {
          assertThat(reply.all("content-security-policy"))
              .containsExactly(
                  "default-src 'self'; base-uri 'self'; font-src 'self'; form-action 'self'"
                      + " https://github.com; frame-ancestors 'none'; img-src 'self' data:"
                      + " https:; object-src 'none'; script-src 'self'; script-src-attr"
                      + " 'none'; style-src 'self' 'unsafe-inline';"
                      + " upgrade-insecure-requests; connect-src 'self'");
          assertThat(reply.header("strict-transport-security"))
              .isEqualTo("max-age=31536000; includeSubDomains");
          assertThat(reply.header("cross-origin-opener-policy")).isEqualTo("same-origin");
          assertThat(reply.header("cross-origin-resource-policy")).isEqualTo("same-origin");
          assertThat(reply.header("origin-agent-cluster")).isEqualTo("?1");
          assertThat(reply.header("referrer-policy")).isEqualTo("no-referrer");
          assertThat(reply.header("x-content-type-options")).isEqualTo("nosniff");
          assertThat(reply.header("x-dns-prefetch-control")).isEqualTo("off");
          assertThat(reply.header("x-download-options")).isEqualTo("noopen");
          assertThat(reply.header("x-frame-options")).isEqualTo("SAMEORIGIN");
          assertThat(reply.header("x-permitted-cross-domain-policies")).isEqualTo("none");
          assertThat(reply.header("x-xss-protection")).isEqualTo("0");
          assertThat(reply.header("cache-control")).isEqualTo("no-store");
          assertThat(reply.header("x-request-id")).isNotNull();
          assertThat(reply.header("access-control-allow-credentials")).isEqualTo("true");
          assertThat(reply.header("vary")).startsWith("Origin");
        });
  }

  @Test
  void aKnownOriginIsAllowed() {
    Reply reply = house.get("/v1/vaults", "Origin: " + House.ORIGIN);
    assertThat(reply.all("access-control-allow-origin")).containsExactly(House.ORIGIN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://app.example.test/",
        "https://APP.example.test",
        "https://app.example.test:443",
        "https://app.example.test.evil",
        "http://app.example.test",
        "null",
        "*",
        ""
      })
  void anyOtherOriginIsNot(String origin) {
    Reply reply = house.get("/v1/vaults", "Origin: " + origin);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("access-control-allow-origin")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/vaults", "/no/such/path", "/%"})
  void preflightIsAnsweredWhateverThePath(String path) {
    Reply reply =
        house.call(
            "OPTIONS",
            path,
            "Origin: " + House.ORIGIN,
            "Access-Control-Request-Method: PUT",
            "Access-Control-Request-Headers: authorization, x-a");
    assertThat(reply.status()).isEqualTo(204);
    assertThat(reply.all("vary")).containsExactly("Origin, Access-Control-Request-Headers");
    assertThat(reply.header("access-control-allow-origin")).isEqualTo(House.ORIGIN);
    assertThat(reply.header("access-control-allow-methods"))
        .isEqualTo("GET, HEAD, PUT, PATCH, POST, DELETE, OPTIONS");
    assertThat(reply.header("access-control-allow-headers")).isEqualTo("authorization, x-a");
    assertThat(reply.header("access-control-max-age")).isNull();
  }

  @Test
  void preflightFromElsewhereGetsNoPermission() {
    Reply reply =
        house.call(
            "OPTIONS",
            "/v1/vaults",
            "Origin: https://evil.test",
            "Access-Control-Request-Method: PUT");
    assertThat(reply.status()).isEqualTo(204);
    assertThat(reply.header("access-control-allow-origin")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0000", "\u000b", "\u000c", "\u007f", "é", "\u0001"})
  void whatCannotBeEchoedIsNotEchoed(String odd) {
    Reply reply =
        house.call(
            "OPTIONS",
            "/v1/vaults",
            "Origin: " + House.ORIGIN,
            "Access-Control-Request-Method: PUT" + odd,
            "Access-Control-Request-Headers: a" + odd + "b");
    assertThat(reply.status()).isIn(204, 400);
    assertThat(reply.header("access-control-allow-headers")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0000", "\u000b", "\u0001", "\u007f", "é", "\r"})
  void oddBytesInAnyHeaderAreNoFaultOfOurs(String odd) {
    for (String name : List.of("Origin", "X-Request-Id", "User-Agent", "Cookie", "Authorization")) {
      assertThat(house.get("/v1/vaults", name + ": Bearer a" + odd + "b").status())
          .as(name)
          .isBetween(200, 499);
    }
  }

  @Test
  void anIncompletePreflightIsInvalid() {
    for (String header :
        List.of("X-A: b", "Origin: " + House.ORIGIN, "Access-Control-Request-Method: PUT")) {
      Reply reply = house.call("OPTIONS", "/v1/vaults", header);
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.header("content-type")).isEqualTo("text/plain");
      assertThat(reply.body()).isEqualTo("Invalid Preflight Request");
    }
  }

  @Test
  void withoutOriginsThereIsNoCors() {
    try (House closed = new House(List.of())) {
      Reply options =
          closed.call(
              "OPTIONS",
              "/v1/vaults",
              "Origin: " + House.ORIGIN,
              "Access-Control-Request-Method: PUT");
      assertThat(options.status()).isEqualTo(404);
      assertThat(options.slug()).isEqualTo("not-found");
      Reply get = closed.get("/health", "Origin: " + House.ORIGIN);
      assertThat(get.header("vary")).isNull();
      assertThat(get.header("access-control-allow-credentials")).isNull();
      assertThat(get.header("access-control-allow-origin")).isNull();
    }
  }

  @Test
  void aFailureOfARoomIsShownAsItsProblem() {
    try (House broken = new House()) {
      for (Problem.Kind kind : Problem.Kind.values()) {
        broken.room().refuses(SecretsRoom.LIST_VAULTS, Problem.of(kind, "gist of " + kind));
        Reply reply = broken.get("/v1/vaults");
        assertThat(reply.status()).isEqualTo(kind.status());
        assertThat(reply.header("content-type")).isEqualTo("application/json; charset=utf-8");
        assertThat(reply.json().getString("type"))
            .isEqualTo("https://api.keyway.sh/errors/" + kind.slug());
        assertThat(reply.json().getString("title")).isEqualTo(kind.title());
        assertThat(reply.json().getInteger("status")).isEqualTo(kind.status());
        assertThat(reply.json().containsKey("errors")).isFalse();
        boolean ours = kind == Problem.Kind.INTERNAL_ERROR;
        assertThat(reply.detail())
            .isEqualTo(ours ? "An unexpected error occurred" : "gist of " + kind);
        boolean later = kind == Problem.Kind.SERVICE_UNAVAILABLE;
        assertThat(reply.header("retry-after")).isEqualTo(later ? "1" : null);
      }
    }
  }

  @Test
  void fieldErrorsOfARoomAreShown() {
    try (House broken = new House()) {
      broken.room().refuses(SecretsRoom.LIST_VAULTS, Problem.validation("a.b", "is wrong"));
      Reply reply = broken.get("/v1/vaults");
      assertThat(reply.json().getJsonArray("errors").encode())
          .isEqualTo("[{\"field\":\"a.b\",\"code\":\"invalid\",\"message\":\"is wrong\"}]");
    }
  }

  @Test
  void aRoomThatIsGoneIsA503() {
    try (House alone = new House()) {
      String vault = "/v1/vaults/acme/api";
      assertThat(alone.get(vault).status()).isEqualTo(200);
      alone.room().close();
      Reply reply = alone.get(vault);
      assertThat(reply.status()).isEqualTo(503);
      assertThat(reply.header("retry-after")).isEqualTo("1");
      Reply unknown = alone.call("GET", vault, "Authorization: Bearer " + Samples.key(7));
      assertThat(unknown.status()).isEqualTo(503);
    }
  }
}
