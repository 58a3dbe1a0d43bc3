package sh.keyway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.keyway.contracts.secrets.GetVault;
import sh.keyway.gateway.support.House;
import sh.keyway.gateway.support.Reply;
import sh.keyway.gateway.support.Samples;

/** Which requests reach a route (http-auth §1.1). */
class RoutingTest {
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
  @ValueSource(
      strings = {
        "/",
        "/v1",
        "/v1/nope",
        "/V1/health",
        "/v1/health/",
        "/v1//health",
        "/v1/vaults//api",
        "/v1/vaults/acme/",
        "/v1/vaults/acme/api/",
        "/v1/secrets/pull/",
        "/v1/vaults/../health",
        "/%2e%2e/v1/health",
        "/v1%2Fhealth",
        "*",
        "/openapi.yaml",
        "/live",
        "/ready"
      })
  void unknownPathIsNotFoundAsAProblem(String path) {
    Reply reply = house.get(path);
    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.slug()).isEqualTo("not-found");
    assertThat(reply.header("content-type")).isEqualTo("application/json; charset=utf-8");
    assertThat(reply.json().getString("traceId")).isEqualTo(reply.header("x-request-id"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND", "BREW"})
  void wrongMethodIsNotFound(String method) {
    Reply reply = house.call(method, "/v1/health");
    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.slug()).isEqualTo("not-found");
  }

  @Test
  void unknownRouteWinsOverAMissingCredential() {
    assertThat(house.call("GET", "/v1/nope").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/vaults/%/x",
        "/v1/vaults/%zz/x",
        "/v1/vaults/%4/x",
        "/v1/vaults/%c3/x",
        "/v1/vaults/%c0%80/x",
        "/v1/vaults/%ed%a0%80/x",
        "/%",
        "/v1/secrets/view?repo=%",
        "/v1/secrets/view?repo=%ff",
        "/v1/secrets/view?%zz=1"
      })
  void undecodableEscapeIsABadRequestWithAllHeaders(String target) {
    Reply reply = house.get(target);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.slug()).isEqualTo("bad-request");
    assertThat(reply.header("x-request-id")).isNotNull();
    assertThat(reply.header("content-security-policy")).isNotNull();
    assertThat(reply.header("access-control-allow-credentials")).isEqualTo("true");
  }

  @Test
  void rawBytesInThePathAreABadRequest() {
    assertThat(house.get("/v1/vaults/é/x").status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"//v1/health", "///v1/health", "////////v1/health", "//health"})
  void slashesAtTheBeginningCountAsOne(String path) {
    assertThat(house.call("GET", path).status()).isEqualTo(200);
  }

  @Test
  void anEscapedPathIsTheSamePath() {
    assertThat(house.call("GET", "/%76%31/h%65alth").status()).isEqualTo(200);
    assertThat(house.get("/v1/vaults/%61cme/api").status()).isEqualTo(200);
  }

  @Test
  void anAbsoluteRequestTargetIsUnderstood() {
    assertThat(house.call("GET", "http://k/v1/health").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/vaults", "/v1/vaults/", "/v1/api-keys", "/v1/api-keys/"})
  void moduleRootsAnswerWithAndWithoutTrailingSlash(String path) {
    assertThat(house.get(path).status()).isEqualTo(200);
  }

  @Test
  void pathParametersHoldUpTo100Characters() {
    house.room().forget();
    assertThat(house.get("/v1/vaults/" + "a".repeat(100) + "/x").status()).isEqualTo(200);
    assertThat(house.get("/v1/vaults/" + "a".repeat(101) + "/x").status()).isEqualTo(404);
    assertThat(house.get("/v1/vaults/" + "%61".repeat(101) + "/x").status()).isEqualTo(404);
    assertThat(house.room().asked(GetVault.class)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a%00b",
        "a%0d%0aSet-Cookie:x",
        "..%2F..",
        "a%2Fb",
        "%27%20OR%201=1--",
        "%3Cscript%3E",
        "%F0%9F%92%A9",
        "a%20b",
        "%E2%80%AE",
        "$%7Bjndi:ldap:x%7D"
      })
  void aNameNoRepositoryCanHaveIsNotFoundWithoutAskingAnybody(String name) {
    house.room().forget();
    for (String method : List.of("GET", "DELETE")) {
      Reply reply = house.call(method, "/v1/vaults/acme/" + name, sample());
      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.body()).doesNotContain("script", "jndi");
    }
    assertThat(house.room().asked(GetVault.class)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/health",
        "/v1/health",
        "/openapi.json",
        "/v1/vaults",
        "/v1/vaults/acme/api",
        "/v1/secrets/pull?repo=acme/api&environment=production",
        "/v1/nope"
      })
  void headHasTheHeadersOfGetAndNoBody(String path) {
    String id = "X-Request-Id: same";
    Reply get = house.get(path, id);
    Reply head = house.call("HEAD", path, sample(), id);
    assertThat(head.status()).isEqualTo(get.status());
    assertThat(head.headers()).isEqualTo(get.headers());
    assertThat(head.header("content-length"))
        .isEqualTo(String.valueOf(get.body().getBytes(StandardCharsets.UTF_8).length));
  }

  @Test
  void afterHeadTheConnectionIsInStep() {
    try (var wire = house.connect()) {
      wire.send(House.head("HEAD", "/health") + "\r\n");
      wire.readHead();
      wire.send(House.head("GET", "/health") + "\r\n");
      assertThat(wire.read().json().getString("status")).isEqualTo("healthy");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=1&limit=2",
        "limit=1&limit=1",
        "l%69mit=1&limit=2",
        "limit&limit",
        "unknown=1&unknown=2",
        "offset=0&limit=1&offset=1"
      })
  void aRepeatedQueryParameterIsNamed(String query) {
    Reply reply = house.get("/v1/vaults?" + query);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.slug()).isEqualTo("validation-error");
    assertThat(reply.fields()).containsAnyOf("limit", "unknown", "offset");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=0",
        "limit=101",
        "limit=",
        "limit=-1",
        "limit=1.5",
        "limit=x",
        "limit=1e1",
        "limit=%201",
        "limit=99999999999",
        "offset=-1",
        "offset=2147483648",
        "offset=",
        "limit=%D9%A1"
      })
  void pagingOutOfBoundsIsRefusedNotClamped(String query) {
    Reply reply = house.get("/v1/vaults?" + query);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.slug()).isEqualTo("validation-error");
    assertThat(reply.detail()).isEqualTo("Invalid request data");
    assertThat(reply.fields()).containsExactly(query.substring(0, query.indexOf('=')));
  }

  @Test
  void anEndlessRequestLineOrHeadIsRefusedWithTheSameDocument() {
    Reply line = house.call("GET", "/" + "a".repeat(9_000));
    Reply head = house.call("GET", "/health", "X-Big: " + "a".repeat(20_000));
    assertThat(List.of(line.status(), head.status())).containsOnly(400);
    assertThat(List.of(line.slug(), head.slug())).containsOnly("bad-request");
    assertThat(line.header("content-security-policy")).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GARBAGE\r\n\r\n", "GET /\r\n\r\n", "\u0016\u0003\u0001\r\n\r\n"})
  void whatIsNotHttpIsRefused(String bytes) {
    try (var wire = house.connect()) {
      assertThat(wire.send(bytes).read().status()).isEqualTo(400);
      assertThat(wire.isHungUp()).isTrue();
    }
  }

  private static String sample() {
    return Samples.AUTHORIZATION;
  }
}
