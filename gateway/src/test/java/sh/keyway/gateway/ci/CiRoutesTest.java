package sh.keyway.gateway.ci;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sh.keyway.contracts.Principal;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.secrets.CiRules;
import sh.keyway.contracts.secrets.CiTokenIssued;
import sh.keyway.contracts.secrets.CreateCiPolicy;
import sh.keyway.contracts.secrets.ExchangeOidc;
import sh.keyway.contracts.secrets.Pull;
import sh.keyway.contracts.secrets.RecordRefusal;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.gateway.support.House;
import sh.keyway.gateway.support.Reply;
import sh.keyway.gateway.support.Samples;

/** Pull tokens of workflow runs on the wire, and the policies behind them. */
class CiRoutesTest {
  private static final String POLICIES = "/v1/vaults/acme/api/oidc-policies";
  private static final String PULL = "/v1/secrets/pull?repo=acme/api&environment=production";
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
    Samples.teach(house.room());
    house.room().forget();
  }

  @Test
  void anOidcTokenBecomesAPullTokenThatPulls() {
    Reply reply = House.send(house.port(), "POST", "/v1/auth/oidc", "{\"token\":\"a.b.c\"}");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.data().getString("expiresAt")).isEqualTo("2999-01-01T00:15:00.000Z");
    assertThat(reply.data().getString("repository")).isEqualTo("acme/api");
    assertThat(reply.data().getJsonArray("environments"))
        .isEqualTo(JsonArray.of("production", "staging"));
    assertThat(house.room().asked(ExchangeOidc.class))
        .singleElement()
        .satisfies(asked -> {
          assertThat(asked.token()).isEqualTo("a.b.c");
          assertThat(asked.audience()).isEqualTo(House.API);
        });

    Reply pulled = call("GET", PULL, reply.data().getString("token"));

    assertThat(pulled.status()).isEqualTo(200);
    CiTokenIssued issued = Samples.CI_TOKEN;
    assertThat(house.room().asked(Pull.class))
        .singleElement()
        .satisfies(asked ->
            assertThat(asked.caller().principal())
                .isEqualTo(
                    new Principal.Ci(
                        issued.tokenId(), issued.vaultId(), issued.runId(), issued.actor())));
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /v1/secrets/push",
    "GET, /v1/secrets/view?repo=acme/api&environment=production&key=A",
    "GET, /v1/vaults",
    "POST, /v1/vaults",
    "GET, /v1/vaults/acme/api",
    "GET, /v1/vaults/acme/api/permissions/effective",
    "POST, /v1/vaults/acme/api/permissions/overrides",
    "GET, /v1/vaults/acme/api/oidc-policies",
    "POST, /v1/vaults/acme/api/oidc-policies",
    "POST, /v1/api-keys",
    "GET, /v1/api-keys",
    "POST, /v1/auth/token/validate",
    "GET, /v1/admin/users"
  })
  void aPullTokenOpensNothingElse(String method, String target) {
    Reply reply = call(method, target, pullToken());

    assertThat(reply.status()).isEqualTo(403);
    assertThat(house.room().asked()).allMatch(asked -> asked instanceof RecordRefusal);
    assertThat(house.room().asked(RecordRefusal.class)).hasSize(1);
  }

  @Test
  void aPullTokenThatWasTamperedWithIsNone() {
    String id = Samples.CI_TOKEN.tokenId().toString();
    JsonObject good =
        new JsonObject()
            .put("use", "ci")
            .put("jti", id)
            .put("vaultId", id)
            .put("runId", 1)
            .put("actor", "alice")
            .put("exp", 32_503_680_000L);
    assertThat(call("GET", PULL, signed(good, House.JWT_SECRET)).status()).isEqualTo(200);

    for (JsonObject bad :
        List.of(
            good.copy().put("use", "session").put("sub", id),
            good.copy().putNull("use").put("sub", id),
            good.copy().put("jti", "x"),
            good.copy().put("vaultId", 7),
            good.copy().put("runId", "1"),
            good.copy().putNull("actor"),
            good.copy().put("exp", 1),
            good.copy().putNull("exp"))) {
      assertThat(call("GET", PULL, signed(bad, House.JWT_SECRET)).status()).isEqualTo(401);
    }
    assertThat(call("GET", PULL, signed(good, "z".repeat(32))).status()).isEqualTo(401);
  }

  @Test
  void aRefusedExchangeTellsNothingOfTheToken() {
    house
        .room()
        .refuses(
            SecretsRoom.EXCHANGE_OIDC,
            Problem.of(Kind.UNAUTHORIZED, "The OIDC token is not valid"));

    Reply refused = House.send(house.port(), "POST", "/v1/auth/oidc", "{\"token\":\"canary.b.c\"}");
    Reply wrong = House.send(house.port(), "POST", "/v1/auth/oidc", "{\"token\":[\"canary\"]}");

    assertThat(refused.status()).isEqualTo(401);
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.fields()).containsExactly("token");
    assertThat(refused.body() + wrong.body()).doesNotContain("canary");
  }

  @Test
  void exchangesHaveALimitOfTheirOwn() {
    Reply reply = House.send(house.port(), "POST", "/v1/auth/oidc", "{\"token\":\"a.b.c\"}");

    assertThat(reply.header("x-ratelimit-limit")).isEqualTo("1200");
  }

  @Test
  void aPolicyIsReadAsWritten() {
    Reply reply =
        house.post(
            POLICIES,
            """
            {"environments":["production"],"refs":["refs/heads/main","refs/tags/v*","*"],
             "deploymentEnvironments":["live"],
             "workflows":["deploy","acme/api/.github/workflows/x.yml@refs/heads/main"],
             "events":["push","pull_request"]}
            """);

    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.data())
        .isEqualTo(
            new JsonObject(
                """
                {"id":"88888888-8888-4888-8888-888888888888","environments":["production"],
                 "refs":["refs/heads/main","refs/tags/v*"],"deploymentEnvironments":["live"],
                 "workflows":["deploy"],"events":["push"],"active":true,
                 "createdAt":"2026-11-23T08:07:42.000Z","updatedAt":"2026-11-23T08:07:42.000Z"}
                """));
    assertThat(house.room().asked(CreateCiPolicy.class))
        .singleElement()
        .satisfies(asked ->
            assertThat(asked.rules())
                .isEqualTo(
                    new CiRules(
                        List.of("production"),
                        List.of("refs/heads/main", "refs/tags/v*", "*"),
                        List.of("live"),
                        List.of("deploy", "acme/api/.github/workflows/x.yml@refs/heads/main"),
                        List.of("push", "pull_request"))));
  }

  @Test
  void everythingThatIsWrongWithAPolicyIsSaid() {
    Reply reply =
        house.post(
            POLICIES,
            """
            {"environments":[],"refs":["main","refs/heads/*x","r*","refs/*","refs/heads/"],
             "deploymentEnvironments":["li*"],"workflows":"deploy","events":["pull*"]}
            """);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.fields())
        .containsExactlyInAnyOrder(
            "environments",
            "refs.0",
            "refs.1",
            "refs.2",
            "refs.3",
            "refs.4",
            "deploymentEnvironments.0",
            "workflows",
            "events.0");
    assertThat(house.room().asked(CreateCiPolicy.class)).isEmpty();
  }

  private static String pullToken() {
    return House.send(house.port(), "POST", "/v1/auth/oidc", "{\"token\":\"a.b.c\"}")
        .data()
        .getString("token");
  }

  private static Reply call(String method, String target, String token) {
    house.room().forget();
    return House.call(house.port(), method, target, "Authorization: Bearer " + token);
  }

  private static String signed(JsonObject claims, String secret) {
    return JWTAuth.create(
            house.vertx(),
            new JWTAuthOptions()
                .addPubSecKey(new PubSecKeyOptions().setAlgorithm("HS256").setBuffer(secret)))
        .generateToken(claims, new JWTOptions().setIssuer("keyway-api"));
  }
}
