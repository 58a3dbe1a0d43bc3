package sh.keyway.secrets.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static sh.keyway.secrets.signin.GitHubHouse.await;
import static sh.keyway.secrets.signin.GitHubHouse.caller;
import static sh.keyway.secrets.signin.GitHubHouse.completing;
import static sh.keyway.secrets.signin.GitHubHouse.polling;

import io.vertx.core.Future;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sh.keyway.contracts.Caller;
import sh.keyway.contracts.Principal;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.Scope;
import sh.keyway.contracts.secrets.DecideDevice;
import sh.keyway.contracts.secrets.DeviceApproval;
import sh.keyway.contracts.secrets.DeviceDecided;
import sh.keyway.contracts.secrets.DevicePolled;
import sh.keyway.contracts.secrets.DevicePolled.Status;
import sh.keyway.contracts.secrets.DeviceStarted;
import sh.keyway.contracts.secrets.EndSession;
import sh.keyway.contracts.secrets.RequestApproval;
import sh.keyway.contracts.secrets.RevokeSessions;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.contracts.secrets.SessionFacts;
import sh.keyway.contracts.secrets.SignInStarted;
import sh.keyway.contracts.secrets.StartDevice;
import sh.keyway.contracts.secrets.StartSignIn;
import sh.keyway.secrets.SecretsHouse;
import sh.keyway.testkit.github.Endpoint;
import sh.keyway.testkit.github.GitHubUser;

/** Clients sign in through a browser elsewhere, and what an attacker tries to get out of it. */
class DeviceCodesTest {
  private static GitHubHouse house;
  private static GitHubUser ann;
  private static GitHubUser bob;

  @BeforeAll
  static void open() throws Exception {
    house = GitHubHouse.open();
    ann = house.github.user("ann");
    bob = house.github.user("bob");
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @Test
  void anApprovedCodeBecomesASession() throws Exception {
    DeviceStarted device = house.device("ann/app", null, null);
    assertThat(device.deviceCode()).matches("[0-9a-f]{64}");
    assertThat(device.userCode()).matches("[A-HJKMNP-Z2-9]{5}-[A-HJKMNP-Z2-9]{5}");
    assertThat(device.expiresIn()).isEqualTo(900);
    assertThat(device.interval()).isEqualTo(5);
    assertThat(house.poll(device).status()).isEqualTo(Status.PENDING);

    DeviceApproval approval = house.approval(device, ann);
    assertThat(approval.username()).isEqualTo("ann");
    assertThat(approval.repository()).isEqualTo("ann/app");
    assertThat(approval.requestedFrom()).isEqualTo("127.0.0.1");
    assertThat(approval.userCode()).isEqualTo(device.userCode());
    assertThat(decide(approval, true).username()).isEqualTo("ann");

    DevicePolled polled = house.poll(device);
    assertThat(polled.status()).isEqualTo(Status.APPROVED);
    assertThat(session(polled).username()).isEqualTo("ann");
    assertThat(
            house.rows(
                "select metadata->>'method', platform from activities where action = 'user_login' and user_id = '%s' order by id desc limit 1"
                    .formatted(session(polled).userId())))
        .containsExactly("device_flow cli");
  }

  @Test
  void oneClickTakeoverAStateNotFromTheVictimsOwnVerifyPageIsWorthNothing() throws Exception {
    DeviceStarted attackers = house.device();
    // The attacker sends the victim a link to GitHub with the state of its own verify page.
    SignInStarted planted = house.startSignIn(attackers.userCode());
    String code = house.agree(planted, ann);
    SignInStarted victims = house.startSignIn(null);

    assertThat(house.refusal(SecretsRoom.COMPLETE_SIGN_IN, completing(planted.state(), null, code)))
        .isEqualTo(Kind.UNAUTHORIZED);
    SignInStarted again = house.startSignIn(attackers.userCode());
    assertThat(
            house.refusal(
                SecretsRoom.COMPLETE_SIGN_IN,
                completing(again.state(), victims.verifier(), house.agree(again, ann))))
        .isEqualTo(Kind.UNAUTHORIZED);
    assertThat(house.poll(attackers).status()).isEqualTo(Status.PENDING);
  }

  @Test
  void oneClickTakeoverSigningInApprovesNothingByItself() throws Exception {
    DeviceStarted attackers = house.device();

    house.approval(attackers, ann);
    house.signIn(ann);

    assertThat(house.poll(attackers).status()).isEqualTo(Status.PENDING);
  }

  @Test
  void anAttackersFormCannotBePostedByTheVictimsBrowser() throws Exception {
    DeviceApproval attackers = house.approval(house.device(), bob);
    DeviceApproval victims = house.approval(house.device(), ann);

    assertThat(refused(attackers.token(), victims.cookie())).isEqualTo(Kind.UNAUTHORIZED);
    assertThat(refused(victims.token(), null)).isEqualTo(Kind.UNAUTHORIZED);
    // And the token is used up.
    assertThat(refused(victims.token(), victims.cookie())).isEqualTo(Kind.UNAUTHORIZED);
    assertThat(refused("made-up", victims.cookie())).isEqualTo(Kind.UNAUTHORIZED);
  }

  @Test
  void aCodeIsNotApprovedTwiceNorForAnotherUser() throws Exception {
    DeviceStarted device = house.device();
    DeviceApproval anns = house.approval(device, ann);
    DeviceApproval bobs = house.approval(device, bob);
    DeviceApproval annsAgain = house.approval(device, ann);
    decide(anns, true);

    assertThat(refused(anns.token(), anns.cookie())).isEqualTo(Kind.UNAUTHORIZED);
    assertThat(refused(bobs.token(), bobs.cookie())).isEqualTo(Kind.CONFLICT);
    assertThat(refused(annsAgain.token(), annsAgain.cookie())).isEqualTo(Kind.CONFLICT);
    assertThat(house.refusal(SecretsRoom.START_SIGN_IN, new StartSignIn(device.userCode(), null)))
        .isEqualTo(Kind.CONFLICT);
    assertThat(session(house.poll(device)).username()).isEqualTo("ann");
  }

  @Test
  void ofTwoWhoDecideAtOnceOneWins() throws Exception {
    DeviceStarted device = house.device();
    List<DeviceApproval> approvals =
        List.of(house.approval(device, ann), house.approval(device, bob));
    List<Future<DeviceDecided>> decided =
        approvals.stream()
            .map(a ->
                house.rooms.call(SecretsRoom.DECIDE_DEVICE, deciding(a.token(), a.cookie(), true)))
            .toList();
    await(Future.join(decided).otherwiseEmpty());

    List<Future<DeviceDecided>> won = decided.stream().filter(Future::succeeded).toList();
    assertThat(won).hasSize(1);
    assertThat(session(house.poll(device)).username())
        .isEqualTo(won.getFirst().result().username());
  }

  @Test
  void aCodeRedeemedByManyPollsIsOneSession() throws Exception {
    DeviceStarted device = approved();
    List<Future<DevicePolled>> polls =
        IntStream.range(0, 8)
            .mapToObj(i -> house.rooms.call(SecretsRoom.POLL_DEVICE, polling(device.deviceCode())))
            .toList();
    await(Future.all(polls));

    Set<SessionFacts> sessions = new HashSet<>();
    polls.forEach(poll -> sessions.add(session(poll.result())));
    assertThat(sessions).hasSize(1);
  }

  @Test
  void aCodeRedeemedTwiceIsOver() throws Exception {
    DeviceStarted device = approved();
    SessionFacts first = session(house.poll(device));
    house.execute(
        "update device_codes set redeemed_at = redeemed_at - interval '10 seconds' where session_id = '%s'"
            .formatted(first.sessionId()));

    assertThat(house.poll(device)).isEqualTo(new DevicePolled(Status.EXPIRED, null));
  }

  @Test
  void theSecondAnswerIsNoWayAroundARevocation() throws Exception {
    DeviceStarted device = approved();
    SessionFacts session = session(house.poll(device));

    house.ask(SecretsRoom.END_SESSION, new EndSession(caller(session)));

    assertThat(house.poll(device).status()).isEqualTo(Status.EXPIRED);
  }

  @Test
  void anExpiredCodeIsNeitherApprovedNorRedeemed() throws Exception {
    DeviceStarted approved = approved();
    DeviceStarted pending = house.device();
    DeviceApproval approval = house.approval(pending, ann);
    house.execute("update device_codes set expires_at = now() - interval '1 millisecond'");

    assertThat(house.poll(approved).status()).isEqualTo(Status.EXPIRED);
    assertThat(house.poll(pending).status()).isEqualTo(Status.EXPIRED);
    assertThat(refused(approval.token(), approval.cookie())).isEqualTo(Kind.CONFLICT);
    assertThat(house.refusal(SecretsRoom.START_SIGN_IN, new StartSignIn(pending.userCode(), null)))
        .isEqualTo(Kind.CONFLICT);
  }

  @Test
  void aDeniedCodeStaysDenied() throws Exception {
    DeviceStarted device = house.device();
    DeviceApproval second = house.approval(device, ann);
    decide(house.approval(device, ann), false);

    assertThat(house.poll(device)).isEqualTo(new DevicePolled(Status.DENIED, null));
    assertThat(refused(second.token(), second.cookie())).isEqualTo(Kind.CONFLICT);
    assertThat(house.poll(device).status()).isEqualTo(Status.DENIED);
  }

  @Test
  void stolenRowsRedeemNothing() throws Exception {
    DeviceStarted device = approved();
    DeviceApproval approval = house.approval(house.device(), ann);
    String rows = house.rows("select d from device_codes d").toString();
    String approvals = house.rows("select a from device_approvals a").toString();

    assertThat(rows).doesNotContain(device.deviceCode(), device.userCode());
    assertThat(approvals).doesNotContain(approval.token(), approval.cookie());
    for (String hash : house.rows("select encode(device_hash, 'hex') from device_codes")) {
      assertThat(house.refusal(SecretsRoom.POLL_DEVICE, polling(hash))).isEqualTo(Kind.NOT_FOUND);
    }
  }

  @Test
  void aCodeIsTypedInSmallLettersButWithItsDash() throws Exception {
    String code = house.device().userCode();

    house.startSignIn("  " + code.toLowerCase(Locale.ROOT) + " ");

    for (String wrong :
        List.of(code.replace("-", ""), "AAAAA-AAAAA", "<b>", "", "A".repeat(10_000))) {
      assertThat(house.refusal(SecretsRoom.START_SIGN_IN, new StartSignIn(wrong, null)))
          .isEqualTo(Kind.NOT_FOUND);
    }
  }

  @Test
  void aBrowserThatIsSignedInIsAskedToo() throws Exception {
    SessionFacts session = house.signIn(ann);
    DeviceStarted device = house.device();

    DeviceApproval approval =
        house.ask(
            SecretsRoom.REQUEST_APPROVAL, new RequestApproval(caller(session), device.userCode()));
    assertThat(house.poll(device).status()).isEqualTo(Status.PENDING);
    decide(approval, true);

    assertThat(session(house.poll(device)).username()).isEqualTo("ann");
  }

  @Test
  void aRevokedBrowserApprovesNothing() throws Exception {
    SessionFacts session = house.signIn(ann);
    DeviceStarted device = house.device();
    RequestApproval request = new RequestApproval(caller(session), device.userCode());
    DeviceApproval approval = house.ask(SecretsRoom.REQUEST_APPROVAL, request);

    house.ask(SecretsRoom.END_SESSION, new EndSession(caller(session)));

    assertThat(refused(approval.token(), approval.cookie())).isEqualTo(Kind.UNAUTHORIZED);
    assertThat(house.refusal(SecretsRoom.REQUEST_APPROVAL, request)).isEqualTo(Kind.UNAUTHORIZED);
    assertThat(house.poll(device).status()).isEqualTo(Status.PENDING);
  }

  @Test
  void endingAllSessionsAlsoEndsWhatIsApprovedButNotRedeemed() throws Exception {
    DeviceStarted device = house.device();
    decide(house.approval(device, bob), true);
    DeviceApproval open = house.approval(house.device(), bob);

    house.ask(SecretsRoom.REVOKE_SESSIONS, new RevokeSessions(house.operator, null, "BOB"));

    assertThat(house.poll(device).status()).isEqualTo(Status.DENIED);
    assertThat(refused(open.token(), open.cookie())).isEqualTo(Kind.UNAUTHORIZED);
  }

  @Test
  void anApiKeyDoesNotTurnItselfIntoASession() throws Exception {
    Caller key =
        new Caller(
            new Principal.ApiKey(UUID.randomUUID(), UUID.randomUUID(), Set.of(Scope.READ_SECRETS)),
            SecretsHouse.client("x"));

    assertThat(
            house.refusal(
                SecretsRoom.REQUEST_APPROVAL, new RequestApproval(key, house.device().userCode())))
        .isEqualTo(Kind.FORBIDDEN);
  }

  @Test
  void theUserRemovedIsNotSignedIn() throws Exception {
    GitHubUser gone = house.github.user("gone");
    DeviceStarted device = house.device();
    decide(house.approval(device, gone), true);
    house.execute("delete from users where username = 'gone'");

    assertThat(house.refusal(SecretsRoom.POLL_DEVICE, polling(device.deviceCode())))
        .isEqualTo(Kind.NOT_FOUND);
  }

  @Test
  void whereToInstallTheAppIsToldIfItIsNeeded() throws Exception {
    assertThat(decide(house.approval(house.device("ann/none", 5L, 7L), ann), true).installUrl())
        .isEqualTo(
            house.github.installUrl() + "/permissions?suggested_target_id=5&repository_ids[]=7");
    assertThat(decide(house.approval(house.device("ann/none", 5L, null), ann), true).installUrl())
        .isEqualTo(house.github.installUrl());
    assertThat(decide(house.approval(house.device(), ann), true).installUrl()).isNull();
    assertThat(decide(house.approval(house.device("not-one", 5L, 7L), ann), true).installUrl())
        .isNull();

    GitHubUser carl = house.github.user("carl");
    carl.repository("app");
    house.github.app().installOn(carl).all();
    assertThat(decide(house.approval(house.device("carl/app", 5L, 7L), carl), true).installUrl())
        .isNull();
  }

  @Test
  void aStrangerDoesNotLearnByApprovingWhetherAPrivateRepositoryExists() throws Exception {
    GitHubUser erin = house.github.user("erin");
    erin.repository("secret");
    house.github.app().installOn(erin).all();

    DeviceDecided covered = decide(house.approval(house.device("erin/secret", 5L, 7L), bob), true);
    DeviceDecided missing = decide(house.approval(house.device("erin/nothing", 5L, 7L), bob), true);

    assertThat(covered).isEqualTo(missing);
    assertThat(missing.installUrl()).startsWith(house.github.installUrl());
  }

  @Test
  void aStrangerDoesNotBurnTheQuotaOfTheAppByApproving() throws Exception {
    GitHubUser mallory = house.github.user("mallory");
    for (int i = 0; i < 80; i++) {
      decide(house.approval(house.device("mallory/r" + i, 5L, 7L), mallory), true);
    }

    assertThat(house.github.log().count(Endpoint.REPOSITORY_INSTALLATION)).isLessThan(70);
  }

  @Test
  void gitHubAwayDoesNotUndoAnApproval() throws Exception {
    DeviceStarted device = house.device("dora/app", 5L, 7L);
    DeviceApproval approval = house.approval(device, ann);
    house.github.faults().on(Endpoint.REPOSITORY_INSTALLATION).times(1).status(502);

    assertThat(decide(approval, true).installUrl()).isNull();
    assertThat(house.poll(device).status()).isEqualTo(Status.APPROVED);
  }

  @Test
  void whatCannotBeARepositoryOrANumberIsRefused() throws Exception {
    for (StartDevice wrong :
        List.of(
            starting("", null, null),
            starting("a/" + "b".repeat(199), null, null),
            starting("a/b\0", null, null),
            starting("a/<b> c", null, null),
            starting(null, 0L, null),
            starting(null, null, -1L))) {
      assertThat(house.refusal(SecretsRoom.START_DEVICE, wrong)).isEqualTo(Kind.VALIDATION_ERROR);
    }
    house.ask(SecretsRoom.START_DEVICE, starting("a/b", Long.MAX_VALUE, 3_000_000_000L));
  }

  @Test
  void noFloodOfStartsFillsTheDatabase() throws Exception {
    house.execute(
        """
        insert into device_codes (device_hash, user_hash, requested_from, platform, expires_at)
        select sha256(('flood' || i)::bytea), sha256(('user' || i)::bytea), 'flood', 'api',
          now() + interval '1 hour' from generate_series(1, 10000) i
        """);

    assertThat(house.refusal(SecretsRoom.START_DEVICE, starting(null, null, null)))
        .isEqualTo(Kind.SERVICE_UNAVAILABLE);

    house.execute("delete from device_codes where requested_from = 'flood'");
    house.device();
  }

  private static DeviceStarted approved() throws Exception {
    DeviceStarted device = house.device();
    decide(house.approval(device, ann), true);
    return device;
  }

  private static StartDevice starting(
      @Nullable String repository, @Nullable Long owner, @Nullable Long id) {
    return new StartDevice(repository, owner, id, SecretsHouse.client("curl"));
  }

  private static DeviceDecided decide(DeviceApproval approval, boolean approve) throws Exception {
    return house.ask(
        SecretsRoom.DECIDE_DEVICE, deciding(approval.token(), approval.cookie(), approve));
  }

  private static Kind refused(String token, @Nullable String cookie) throws Exception {
    return house.refusal(SecretsRoom.DECIDE_DEVICE, deciding(token, cookie, true));
  }

  private static DecideDevice deciding(String token, @Nullable String cookie, boolean approve) {
    return new DecideDevice(token, cookie, approve, SecretsHouse.client("Mozilla/5.0 Firefox"));
  }

  private static SessionFacts session(DevicePolled polled) {
    SessionFacts session = polled.session();
    if (session == null) {
      throw new AssertionError("no session but " + polled.status());
    }
    return session;
  }
}
