package sh.keyway.secrets.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static sh.keyway.secrets.signin.GitHubHouse.await;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sh.keyway.contracts.Caller;
import sh.keyway.contracts.Principal;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.secrets.GitHubTokenIdentity;
import sh.keyway.contracts.secrets.IdentifyGitHubToken;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.contracts.secrets.WhoAmI;
import sh.keyway.secrets.SecretsHouse;
import sh.keyway.secrets.signin.GitHubHouse;
import sh.keyway.testkit.github.Endpoint;
import sh.keyway.testkit.github.GitHubUser;

/** Personal access tokens as credentials. */
class GitHubTokensTest {
  private static GitHubHouse house;
  private static int users;

  private GitHubUser user;
  private String token;

  @BeforeAll
  static void open() throws Exception {
    house = GitHubHouse.open();
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @BeforeEach
  void token() {
    user = house.github.user("user" + users++);
    token = user.classicToken("repo");
    house.github.faults().clear();
    house.github.log().clear();
  }

  @Test
  void aTokenNamesItsOwnerForAMinute() throws Exception {
    GitHubTokenIdentity identity = identify(token);

    assertThat(Duration.between(Instant.now(), identity.validUntil()))
        .isBetween(Duration.ofSeconds(50), Duration.ofSeconds(61));
    assertThat(whoAmI(identity)).isEqualTo(user.login());
    assertThat(identify(token)).isEqualTo(identity);
    assertThat(house.github.log().count(Endpoint.USER)).isEqualTo(1);
    assertThat(house.rows("select t from github_tokens t").toString()).doesNotContain(token);
  }

  @Test
  void fineGrainedTokensAreTokensToo() throws Exception {
    assertThat(whoAmI(identify(user.fineGrainedToken(user).create()))).isEqualTo(user.login());
  }

  @Test
  void aTokenIsAuditedAsASignInTheFirstTimeOnly() throws Exception {
    UUID owner = identify(token).userId();
    expire();
    identify(token);

    assertThat(
            house.rows(
                "select metadata->>'isNewUser' from activities where action = 'user_login' and metadata->>'method' = 'github_token' and user_id = '%s'"
                    .formatted(owner)))
        .containsExactly("true");
    assertThat(house.github.log().count(Endpoint.USER)).isEqualTo(2);
  }

  @Test
  void aLeakedAppTokenOrAnythingElseIsNeverSentToGitHub() throws Exception {
    for (String wrong :
        List.of(
            user.appTokens().access(),
            user.foreignOAuthToken("repo"),
            "ghp_short",
            "kw_live_" + "a".repeat(40),
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln",
            "")) {
      assertThat(refused(wrong)).isEqualTo(Kind.UNAUTHORIZED);
    }
    assertThat(house.github.log().count()).isZero();
  }

  @Test
  void aTokenRevokedAtGitHubEndsWithinAMinuteAndNoOutageBringsItBack() throws Exception {
    GitHubTokenIdentity identity = identify(token);
    house.github.revoke(token);
    expire();

    assertThat(refused(token)).isEqualTo(Kind.UNAUTHORIZED);
    house.github.faults().on(Endpoint.USER).status(502);
    assertThat(refused(token)).isEqualTo(Kind.SERVICE_UNAVAILABLE);
    assertThat(house.refusal(SecretsRoom.WHO_AM_I, new WhoAmI(caller(identity))))
        .isEqualTo(Kind.UNAUTHORIZED);
  }

  @Test
  void anOutageOfGitHubLocksNobodyOutForAQuarterOfAnHourAndLetsNoStrangerIn() throws Exception {
    GitHubTokenIdentity identity = identify(token);
    expire();
    house.github.faults().on(Endpoint.USER).status(502);

    assertThat(identify(token).tokenId()).isEqualTo(identity.tokenId());
    assertThat(refused(user.classicToken("repo"))).isEqualTo(Kind.SERVICE_UNAVAILABLE);

    expire();
    house.execute("update github_tokens set confirmed_at = confirmed_at - interval '15 minutes'");
    assertThat(refused(token)).isEqualTo(Kind.SERVICE_UNAVAILABLE);
  }

  @Test
  void onlyGitHubsWordThatItIsNoneEndsAToken() throws Exception {
    GitHubTokenIdentity identity = identify(token);
    for (int status : List.of(403, 404, 422)) {
      expire();
      house.github.faults().on(Endpoint.USER).times(1).status(status);
      assertThat(identify(token).tokenId()).as("status %d", status).isEqualTo(identity.tokenId());
    }
  }

  @Test
  void aRowThatIsOverIsWorthNothing() throws Exception {
    GitHubTokenIdentity identity = identify(token);
    expire();

    assertThat(house.refusal(SecretsRoom.WHO_AM_I, new WhoAmI(caller(identity))))
        .isEqualTo(Kind.UNAUTHORIZED);
  }

  @Test
  void manyWhoBringOneTokenAtOnceAskGitHubOnce() throws Exception {
    var release = house.github.faults().on(Endpoint.USER).times(1).hold();
    List<Future<GitHubTokenIdentity>> asked =
        IntStream.range(0, 10)
            .mapToObj(i -> house.rooms.call(SecretsRoom.IDENTIFY_GITHUB_TOKEN, asking(token)))
            .toList();
    assertThat(house.github.log().await(Endpoint.USER, 1, Duration.ofSeconds(10))).isTrue();
    release.complete(null);
    await(Future.all(asked));

    assertThat(asked.stream().map(f -> f.result().tokenId()).distinct()).hasSize(1);
    assertThat(house.github.log().count(Endpoint.USER)).isEqualTo(1);
  }

  @Test
  void whereTokensAreOffNoneIsSentToGitHub() throws Exception {
    try (GitHubHouse off = GitHubHouse.withoutTokenLogin()) {
      String other = off.github.user("ann").classicToken("repo");
      assertThat(off.problem(SecretsRoom.IDENTIFY_GITHUB_TOKEN, asking(other)).detail())
          .isEqualTo("GitHub tokens are not accepted here");
      assertThat(off.github.log().count()).isZero();
    }
  }

  private static GitHubTokenIdentity identify(String text) throws Exception {
    return house.ask(SecretsRoom.IDENTIFY_GITHUB_TOKEN, asking(text));
  }

  private static Kind refused(String text) throws Exception {
    return house.refusal(SecretsRoom.IDENTIFY_GITHUB_TOKEN, asking(text));
  }

  private static IdentifyGitHubToken asking(String text) {
    return new IdentifyGitHubToken(text, SecretsHouse.client("curl"));
  }

  private static void expire() throws Exception {
    house.execute("update github_tokens set valid_until = now() - interval '1 millisecond'");
  }

  private String whoAmI(GitHubTokenIdentity identity) throws Exception {
    return house.ask(SecretsRoom.WHO_AM_I, new WhoAmI(caller(identity))).username();
  }

  private Caller caller(GitHubTokenIdentity identity) {
    return new Caller(
        new Principal.GitHubToken(identity.tokenId(), identity.userId(), token),
        SecretsHouse.client("curl"));
  }
}
