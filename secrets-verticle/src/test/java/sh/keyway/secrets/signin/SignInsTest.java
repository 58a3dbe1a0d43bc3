package sh.keyway.secrets.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static sh.keyway.secrets.signin.GitHubHouse.await;
import static sh.keyway.secrets.signin.GitHubHouse.completing;

import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.secrets.AvailableOrganizations;
import sh.keyway.contracts.secrets.CancelSignIn;
import sh.keyway.contracts.secrets.DevicePolled.Status;
import sh.keyway.contracts.secrets.DeviceStarted;
import sh.keyway.contracts.secrets.ListAvailableOrganizations;
import sh.keyway.contracts.secrets.ListSessions;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.contracts.secrets.SessionFacts;
import sh.keyway.contracts.secrets.SignInCompleted;
import sh.keyway.contracts.secrets.SignInStarted;
import sh.keyway.contracts.secrets.StartSignIn;
import sh.keyway.crypto.CryptoVerticle;
import sh.keyway.crypto.KeyRing;
import sh.keyway.secrets.SecretsHouse;
import sh.keyway.testkit.github.Endpoint;
import sh.keyway.testkit.github.GitHubOrganization;
import sh.keyway.testkit.github.GitHubUser;

/** Browsers sign in through GitHub, and what an attacker tries on the way. */
class SignInsTest {
  private static GitHubHouse house;

  @BeforeAll
  static void open() throws Exception {
    house = GitHubHouse.open();
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @Test
  void aSignInMakesUserAndSessionOfSevenDays() throws Exception {
    GitHubUser ann = house.github.user("ann");
    SessionFacts session = house.signIn(ann);

    assertThat(session.username()).isEqualTo("ann");
    assertThat(session.forge()).isEqualTo("github");
    assertThat(session.forgeUserId()).isEqualTo(Long.toString(ann.id()));
    assertThat(session.issuedAt()).isEqualTo(session.issuedAt().truncatedTo(ChronoUnit.SECONDS));
    assertThat(Duration.between(session.issuedAt(), session.expiresAt()))
        .isEqualTo(Duration.ofDays(7));
    assertThat(
            house
                .ask(SecretsRoom.LIST_SESSIONS, new ListSessions(GitHubHouse.caller(session)))
                .sessions())
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.current()).isTrue();
          assertThat(entry.method()).isEqualTo("web");
        });
  }

  @Test
  void whoSignedInSeesTheirOrganisationsThatHaveTheApp() throws Exception {
    GitHubUser orla = house.github.user("orla");
    GitHubUser oded = house.github.user("oded");
    GitHubOrganization owned = house.github.organization("owned").owner(orla).member(oded);
    house.github.organization("without").owner(orla);
    house.github.app().installOn(owned).all();

    assertThat(organizations(house.signIn(orla)))
        .singleElement()
        .satisfies(one -> {
          assertThat(one.login()).isEqualTo("owned");
          assertThat(one.admin()).isTrue();
        });
    assertThat(organizations(house.signIn(oded)))
        .extracting(AvailableOrganizations.Entry::login, AvailableOrganizations.Entry::admin)
        .containsExactly(tuple("owned", false));
  }

  private static List<AvailableOrganizations.Entry> organizations(SessionFacts session)
      throws Exception {
    return house
        .ask(
            SecretsRoom.LIST_AVAILABLE_ORGANIZATIONS,
            new ListAvailableOrganizations(GitHubHouse.caller(session)))
        .organizations();
  }

  @Test
  void theBrowserComesBackToWhereItWas() throws Exception {
    SignInStarted started =
        house.ask(SecretsRoom.START_SIGN_IN, new StartSignIn(null, "https://app.example.com/x"));

    SignInCompleted done =
        house.ask(
            SecretsRoom.COMPLETE_SIGN_IN,
            completing(started, house.agree(started, house.github.user("rita"))));

    assertThat(done.returnTo()).isEqualTo("https://app.example.com/x");
    assertThat(done.approval()).isNull();
  }

  @Test
  void loginCsrfAnotherBrowsersStateSignsNobodyIn() throws Exception {
    GitHubUser mallory = house.github.user("mallory");
    SignInStarted attackers = house.startSignIn(null);
    SignInStarted victims = house.startSignIn(null);
    String code = house.agree(attackers, mallory);

    assertThat(complete(attackers.state(), victims.verifier(), code)).isEqualTo(Kind.UNAUTHORIZED);
    // It is used up by that: the attacker's own browser has no further use of it either.
    assertThat(complete(attackers.state(), attackers.verifier(), code))
        .isEqualTo(Kind.UNAUTHORIZED);
    assertThat(sessionsOf(mallory)).isZero();
  }

  @Test
  void aBrowserWithoutItsCookieIsSignedInByNobodysState() throws Exception {
    SignInStarted started = house.startSignIn(null);
    String code = house.agree(started, house.github.user("nocookie"));

    assertThat(house.refusal(SecretsRoom.COMPLETE_SIGN_IN, completing(started.state(), null, code)))
        .isEqualTo(Kind.UNAUTHORIZED);
  }

  @Test
  void aStateIsGoodOnce() throws Exception {
    GitHubUser bob = house.github.user("bob");
    SignInStarted started = house.startSignIn(null);
    house.ask(SecretsRoom.COMPLETE_SIGN_IN, completing(started, house.agree(started, bob)));

    assertThat(complete(started.state(), started.verifier(), house.agree(started, bob)))
        .isEqualTo(Kind.UNAUTHORIZED);
    assertThat(sessionsOf(bob)).isEqualTo(1);
  }

  @Test
  void aStateIsOverAfterTenMinutes() throws Exception {
    GitHubUser late = house.github.user("late");
    SignInStarted started = house.startSignIn(null);
    assertThat(Duration.between(Instant.now(), started.expiresAt()))
        .isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10).plusSeconds(5));
    house.execute("update sign_ins set expires_at = now() - interval '1 millisecond'");

    assertThat(complete(started.state(), started.verifier(), house.agree(started, late)))
        .isEqualTo(Kind.UNAUTHORIZED);
  }

  @Test
  void aCodeStolenFromAnotherSignInIsWorthNothingBecauseOfPkce() throws Exception {
    GitHubUser victim = house.github.user("victim");
    String stolen = house.agree(house.startSignIn(null), victim);
    SignInStarted attackers = house.startSignIn(null);

    assertThat(complete(attackers.state(), attackers.verifier(), stolen))
        .isEqualTo(Kind.UNAUTHORIZED);
    assertThat(house.rows("select 1 from users where username = 'victim'")).isEmpty();
  }

  @Test
  void aStolenRowRedeemsNothing() throws Exception {
    SignInStarted started = house.startSignIn(null);
    byte[] hash =
        Base64.getDecoder()
            .decode(
                house
                    .rows(
                        "select encode(state_hash, 'base64') from sign_ins order by expires_at desc limit 1")
                    .getFirst());
    String code = house.agree(started, house.github.user("row"));
    String asToken = Base64.getUrlEncoder().withoutPadding().encodeToString(hash);

    assertThat(complete(asToken, started.verifier(), code)).isEqualTo(Kind.UNAUTHORIZED);
    // The challenge in the row is no verifier.
    assertThat(complete(started.state(), started.challenge(), code)).isEqualTo(Kind.UNAUTHORIZED);
    assertThat(house.rows("select s.* from sign_ins s").toString())
        .doesNotContain(started.state(), started.verifier());
  }

  @Test
  void theChallengeIsTheVerifiersS256() throws Exception {
    SignInStarted started = house.startSignIn(null);
    byte[] hash =
        MessageDigest.getInstance("SHA-256")
            .digest(started.verifier().getBytes(StandardCharsets.US_ASCII));

    assertThat(Base64.getUrlDecoder().decode(started.challenge())).isEqualTo(hash);
    assertThat(started.verifier()).hasSizeBetween(43, 128).matches("[A-Za-z0-9_-]+");
    assertThat(house.startSignIn(house.device().userCode()).verifier())
        .hasSizeBetween(43, 128)
        .matches("[A-Za-z0-9_-]+");
  }

  @Test
  void sixParallelFirstLoginsMakeOneUserAndCountOneAsNew() throws Exception {
    GitHubUser six = house.github.user("six");
    List<SignInStarted> started = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      started.add(house.startSignIn(null));
    }
    List<Future<SignInCompleted>> all =
        started.stream()
            .map(s ->
                house.rooms.call(SecretsRoom.COMPLETE_SIGN_IN, completing(s, house.agree(s, six))))
            .toList();
    await(Future.all(all));

    assertThat(house.rows("select count(*) from users where username = 'six'"))
        .containsExactly("1");
    assertThat(
            house.rows(
                """
                select metadata->>'isNewUser', count(*) from activities a
                join users u on u.id = a.user_id
                where u.username = 'six' and action = 'user_login'
                  and metadata->>'method' = 'web_oauth' and platform = 'web' group by 1 order by 1
                """))
        .containsExactly("false 5", "true 1");
  }

  @Test
  void aRenamedUserIsTheSameUser() throws Exception {
    GitHubUser user = house.github.user("before");
    SessionFacts before = house.signIn(user);
    house.execute(
        "update users set username = 'stale', email = 'kept@example.com' where username = 'before'");

    SessionFacts after = house.signIn(user);

    assertThat(after.userId()).isEqualTo(before.userId());
    assertThat(after.username()).isEqualTo("before");
  }

  @Test
  void tokensRestSealed() throws Exception {
    house.signIn(house.github.user("sealed"));

    String rows = house.rows("select encode(sealed, 'escape') from user_tokens").toString();
    assertThat(rows).isNotEmpty().doesNotContain("ghu_").doesNotContain("ghr_");
  }

  @Test
  void gitHubAwayIsNotABadSignIn() throws Exception {
    SignInStarted started = house.startSignIn(null);
    String code = house.agree(started, house.github.user("away"));
    house.github.faults().on(Endpoint.ACCESS_TOKEN).times(1).status(502);

    assertThat(complete(started.state(), started.verifier(), code))
        .isEqualTo(Kind.SERVICE_UNAVAILABLE);
  }

  @Test
  void theCryptoRoomAwayIsNotABadSignInAndChangesNothing() throws Exception {
    try (GitHubHouse other = GitHubHouse.open()) {
      SignInStarted started = other.startSignIn(null);
      String code = other.agree(started, other.github.user("ann"));
      await(other.vertx.undeploy(other.crypto));

      assertThat(other.refusal(SecretsRoom.COMPLETE_SIGN_IN, completing(started, code)))
          .isEqualTo(Kind.SERVICE_UNAVAILABLE);
      assertThat(other.rows("select * from users")).isEmpty();

      await(other.vertx.deployVerticle(new CryptoVerticle(KeyRing.parse(SecretsHouse.KEY))));
      assertThat(other.signIn(other.github.user("ann2")).username()).isEqualTo("ann2");
    }
  }

  @Test
  void theDatabaseAwayIsNotABadSignIn() throws Exception {
    SignInStarted started = house.startSignIn(null);
    String code = house.agree(started, house.github.user("locked"));
    try (Connection connection = house.database.connectAsOwner();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("lock table sign_ins in access exclusive mode");

      assertThat(complete(started.state(), started.verifier(), code))
          .isEqualTo(Kind.SERVICE_UNAVAILABLE);
      connection.rollback();
    }
  }

  @Test
  void whoSaysNoAtGitHubDeniesTheirDevice() throws Exception {
    DeviceStarted device = house.device();
    SignInStarted started = house.startSignIn(device.userCode());

    house.ask(SecretsRoom.CANCEL_SIGN_IN, new CancelSignIn(started.state(), started.verifier()));

    assertThat(house.poll(device).status()).isEqualTo(Status.DENIED);
    assertThat(complete(started.state(), started.verifier(), "code")).isEqualTo(Kind.UNAUTHORIZED);
  }

  @Test
  void anotherBrowserDeniesNobodysDevice() throws Exception {
    DeviceStarted device = house.device();
    SignInStarted started = house.startSignIn(device.userCode());

    house.ask(SecretsRoom.CANCEL_SIGN_IN, new CancelSignIn(started.state(), null));
    house.ask(SecretsRoom.CANCEL_SIGN_IN, new CancelSignIn("made-up", started.verifier()));

    assertThat(house.poll(device).status()).isEqualTo(Status.PENDING);
  }

  private static Kind complete(String state, String verifier, String code) throws Exception {
    return Objects.requireNonNull(
        house.refusal(SecretsRoom.COMPLETE_SIGN_IN, completing(state, verifier, code)));
  }

  private static int sessionsOf(GitHubUser user) throws Exception {
    return Integer.parseInt(
        house
            .rows(
                "select count(*) from sessions s join users u on u.id = s.user_id where u.forge_user_id = "
                    + user.id())
            .getFirst());
  }
}
