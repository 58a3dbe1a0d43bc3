package sh.keyway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.keyway.contracts.Principal;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.secrets.GitHubTokenIdentity;
import sh.keyway.contracts.secrets.IdentifyGitHubToken;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.contracts.secrets.WhoAmI;
import sh.keyway.gateway.GatewayConfig.GitHubApp;
import sh.keyway.gateway.support.House;
import sh.keyway.gateway.support.Reply;
import sh.keyway.gateway.support.Samples;

/** Personal access tokens of GitHub's as credentials (http-auth §2.6). */
class PersonalTokenTest {
  private static final String ME = "/v1/users/me";
  private static final String CLASSIC = "ghp_" + "a1B2".repeat(9);
  private final House house = House.withGitHub();

  @BeforeEach
  void start() {
    house.room().forget();
  }

  @AfterEach
  void stop() {
    house.close();
  }

  @Test
  void aTokenIsAskedForOnceAndActsAsItsUser() {
    for (int i = 0; i < 3; i++) {
      assertThat(bearer(CLASSIC).status()).isEqualTo(200);
    }
    assertThat(bearer("github_pat_" + "a_1".repeat(27)).status()).isEqualTo(200);
    assertThat(house.room().asked(IdentifyGitHubToken.class))
        .extracting(IdentifyGitHubToken::token)
        .containsExactly(CLASSIC, "github_pat_" + "a_1".repeat(27));
    assertThat(house.room().asked(WhoAmI.class).getFirst().caller().principal())
        .isEqualTo(new Principal.GitHubToken(Samples.KEY_ID, Samples.USER_ID, CLASSIC));
  }

  @Test
  void itIsAskedForAgainWhenTheAnswerIsOver() {
    house
        .room()
        .says(
            SecretsRoom.IDENTIFY_GITHUB_TOKEN,
            new GitHubTokenIdentity(Samples.KEY_ID, Samples.USER_ID, Instant.now()));
    bearer(CLASSIC);
    bearer(CLASSIC);
    assertThat(house.room().asked(IdentifyGitHubToken.class)).hasSize(2);
  }

  @Test
  void aTokenARoomRefusesIsForgotten() {
    bearer(CLASSIC);
    house.room().refuses(SecretsRoom.WHO_AM_I, Problem.of(Kind.UNAUTHORIZED, "revoked"));
    assertThat(bearer(CLASSIC).status()).isEqualTo(401);
    bearer(CLASSIC);
    assertThat(house.room().asked(IdentifyGitHubToken.class)).hasSize(2);
  }

  @Test
  void anOutageIsNoRefusal() {
    house.room().refuses(SecretsRoom.IDENTIFY_GITHUB_TOKEN, Problem.unavailable("down"));
    Reply reply = bearer(CLASSIC);
    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.all("set-cookie")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ghp_",
        "github_pat_",
        "gho_0123456789",
        "ghu_0123456789",
        "ghs_0123456789",
        "ghr_0123456789",
        "0123456789abcdef0123456789abcdef01234567",
        "ghp_has-a-dash",
        "ghp_has.a.dot",
        "GHP_0123456789",
        " ghp_0123456789"
      })
  void nothingElseIsEverSentToGitHub(String token) {
    assertThat(bearer(token).status()).isEqualTo(401);
    assertThat(bearer("ghp_" + "a".repeat(252)).status()).isEqualTo(401);
    assertThat(house.room().asked()).isEmpty();
  }

  @Test
  void anExpiredJwtNeverReachesGitHub() {
    String expired = jwt(new JsonObject().put("exp", Instant.now().getEpochSecond() - 1));
    assertThat(bearer(expired).status()).isEqualTo(401);
    assertThat(house.room().asked()).isEmpty();
  }

  @Test
  void aTokenForAnotherUseIsNoSession() {
    JsonObject claims = new JsonObject().put("exp", Instant.now().getEpochSecond() + 600);
    assertThat(bearer(jwt(claims)).status()).isEqualTo(200);
    assertThat(bearer(jwt(claims.copy().put("use", "ci"))).status()).isEqualTo(401);
    assertThat(bearer(jwt(claims.copy().putNull("use"))).status()).isEqualTo(401);
  }

  @Test
  void aPersonalTokenCountsOnlyInTheHeader() {
    assertThat(house.call("GET", ME, House.cookies(CLASSIC)).status()).isEqualTo(401);
    assertThat(house.call("GET", ME + "?token=" + CLASSIC).status()).isEqualTo(401);
    assertThat(house.room().asked()).isEmpty();
  }

  @Test
  void aLeakedPersonalTokenMintsNoKeys() {
    Reply reply =
        House.send(
            house.port(),
            "POST",
            "/v1/api-keys",
            "{\"name\":\"x\",\"environment\":\"live\",\"scopes\":[\"read:secrets\"]}",
            "Authorization: Bearer " + CLASSIC);
    assertThat(reply.status()).isEqualTo(403);
  }

  @Test
  void theSettingTurnsThemOff() {
    GitHubApp off = new GitHubApp("id", "https://github.test/i", null, false);
    try (House strict = new House(House.config(House.API, "https://github.test", off))) {
      assertThat(strict.call("GET", ME, "Authorization: Bearer " + CLASSIC).status())
          .isEqualTo(401);
      assertThat(strict.room().asked()).isEmpty();
    }
  }

  private Reply bearer(String token) {
    return house.call("GET", ME, "Authorization: Bearer " + token);
  }

  private String jwt(JsonObject extra) {
    return JWTAuth.create(
            house.vertx(),
            new JWTAuthOptions()
                .addPubSecKey(
                    new PubSecKeyOptions().setAlgorithm("HS256").setBuffer(House.JWT_SECRET)))
        .generateToken(
            new JsonObject()
                .put("iss", "keyway-api")
                .put("sub", Samples.USER_ID.toString())
                .put("jti", UUID.randomUUID().toString())
                .mergeIn(extra),
            new JWTOptions().setAlgorithm("HS256"));
  }
}
