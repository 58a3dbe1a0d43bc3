package sh.keyway.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sh.keyway.contracts.Principal;
import sh.keyway.contracts.Scope;
import sh.keyway.gateway.auth.ControlTokenAuthenticator;
import sh.keyway.gateway.support.House;
import sh.keyway.gateway.support.Wait;

/** What routes declare. */
class RouteOptionsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/auth/device/start",
        "/v1/auth/device/poll",
        "/v1/auth/logout",
        "/v1/auth/token/validate"
      })
  void anAttackersFormIsTakenOnlyWhereAPageOfOursPostsOne(String target) {
    try (House house = House.withGitHub()) {
      assertThat(house.form(target, "a=b", "Authorization: Bearer " + house.token()).status())
          .isEqualTo(415);
      assertThat(
              house
                  .body(
                      "POST", "/v1/auth/device/verify", "application/json", "{\"user_code\":\"\"}")
                  .status())
          .isEqualTo(415);
      assertThat(house.form("/v1/auth/device/verify", "a=" + "b".repeat(20_000)).status())
          .isEqualTo(413);
      assertThat(house.form("/v1/auth/device/verify", "user_code=a&user_code=b").status())
          .isEqualTo(400);
    }
  }

  @Test
  void bytesThatMatterArriveAsTheyWereSent() {
    Vertx vertx = Vertx.vertx();
    int limit = 3 * 1024 * 1024;
    Routes routes =
        new Routes()
            .post(
                "/hook",
                Access.everybody(),
                RouteOptions.raw(limit),
                exchange -> {
                  assertThat(exchange.body().isMissingNode()).isTrue();
                  assertThat(exchange.parseRawBody().path("a").intValue()).isEqualTo(1);
                  return Future.succeededFuture(Answer.bare(200, exchange.rawBody()));
                });
    Front front =
        new Front(
            vertx,
            routes,
            new ControlTokenAuthenticator("x"),
            new Cors(List.of()),
            "https://github.test",
            "https://e.test");
    try {
      int port =
          Wait.on(vertx.createHttpServer().requestHandler(front).listen(0, "127.0.0.1"))
              .actualPort();
      String body = "{ \"a\" :1,\r\n\t\"b\":\"\\u00e9\u00e9\" }" + " ".repeat(2 * 1024 * 1024);
      assertThat(House.send(port, "POST", "/hook", body).body()).isEqualTo(body);
      assertThat(House.send(port, "POST", "/hook", " ".repeat(limit + 1)).status()).isEqualTo(413);
    } finally {
      Wait.on(vertx.close());
    }
  }

  @Test
  void aWorkflowTokenIsForPullingOnly() {
    Principal run = new Principal.Ci(UUID.randomUUID(), UUID.randomUUID(), 7, "alice");
    assertThat(Access.anyScope().refusalOf(run)).isNotNull();
    assertThat(Access.session().refusalOf(run)).isNotNull();
    assertThat(Access.scopes(Scope.READ_SECRETS).refusalOf(run)).isNotNull();
    assertThat(Access.scopes(Scope.READ_SECRETS).orWorkflow().refusalOf(run)).isNull();
    assertThat(Access.scopes(Scope.WRITE_SECRETS).orWorkflow().refusalOf(run)).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, c0000201, c00002",
    "::ffff:192.0.2.1, c0000201, c00002",
    "2001:db8:1:2:3:4:5:6, 20010db800010002, 20010db80001",
    "2001:db8:1:2::1, 20010db800010002, 20010db80001",
    "2001:db8:1:3::1, 20010db800010003, 20010db80001",
    "a.name, a.name, a.name"
  })
  void aClientIsAtAnAddressAndInANetwork(String peer, String address, String network) {
    assertThat(PeerNetwork.of(peer, RateLimit.Place.ADDRESS)).isEqualTo(address);
    assertThat(PeerNetwork.of(peer, RateLimit.Place.NETWORK)).isEqualTo(network);
  }
}
