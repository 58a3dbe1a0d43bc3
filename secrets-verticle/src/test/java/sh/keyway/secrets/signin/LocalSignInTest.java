package sh.keyway.secrets.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static sh.keyway.secrets.SecretsHouse.await;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sh.keyway.contracts.Caller;
import sh.keyway.contracts.Principal;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.Scope;
import sh.keyway.contracts.secrets.AddUser;
import sh.keyway.contracts.secrets.AdoptSession;
import sh.keyway.contracts.secrets.CreateLoginLink;
import sh.keyway.contracts.secrets.DecideDevice;
import sh.keyway.contracts.secrets.DeviceApproval;
import sh.keyway.contracts.secrets.DevicePolled;
import sh.keyway.contracts.secrets.DevicePolled.Status;
import sh.keyway.contracts.secrets.DeviceStarted;
import sh.keyway.contracts.secrets.EndSession;
import sh.keyway.contracts.secrets.IdentifyGitHubToken;
import sh.keyway.contracts.secrets.ListSessions;
import sh.keyway.contracts.secrets.LoginLink;
import sh.keyway.contracts.secrets.RedeemLoginLink;
import sh.keyway.contracts.secrets.RemoveUser;
import sh.keyway.contracts.secrets.RequestApproval;
import sh.keyway.contracts.secrets.RevokeSessions;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.contracts.secrets.SessionFacts;
import sh.keyway.contracts.secrets.SessionList;
import sh.keyway.contracts.secrets.SessionStarted;
import sh.keyway.contracts.secrets.ShowLoginLink;
import sh.keyway.contracts.secrets.StartDevice;
import sh.keyway.contracts.secrets.StartSignIn;
import sh.keyway.contracts.secrets.WhoAmI;
import sh.keyway.secrets.SecretsHouse;

/** An installation without GitHub: login links, and sessions that end. */
class LocalSignInTest {
  private static SecretsHouse house;
  private static int users;

  private final Caller operator =
      new Caller(new Principal.Operator(), SecretsHouse.client("keyway-server"));
  private String name;

  @BeforeAll
  static void open() throws Exception {
    house = SecretsHouse.open();
  }

  @AfterAll
  static void close() throws Exception {
    house.close();
  }

  @BeforeEach
  void user() throws Exception {
    name = "user" + users++;
    house.ask(SecretsRoom.ADD_USER, new AddUser(operator, name, null));
  }

  @Test
  void aLoginLinkSignsInOnce() throws Exception {
    LoginLink link = link();
    assertThat(house.ask(SecretsRoom.SHOW_LOGIN_LINK, new ShowLoginLink(link.token())).username())
        .isEqualTo(name);

    SessionFacts session = redeem(link);

    assertThat(session.username()).isEqualTo(name);
    assertThat(session.forge()).isEqualTo("local");
    assertThat(house.ask(SecretsRoom.WHO_AM_I, new WhoAmI(caller(session))).username())
        .isEqualTo(name);
    assertThat(redeemRefused(link.token())).isEqualTo(Kind.NOT_FOUND);
    assertThat(house.refusal(SecretsRoom.SHOW_LOGIN_LINK, new ShowLoginLink(link.token())).kind())
        .isEqualTo(Kind.NOT_FOUND);
    assertThat(
            house.rows(
                "select action, metadata->>'method', metadata->>'isNewUser' from activities where user_id = '%s' and action = 'user_login'"
                    .formatted(session.userId())))
        .containsExactly("user_login login_link false");
    assertThat(
            house.rows(
                "select action from activities where metadata->>'username' = '%s' and action = 'login_link_created'"
                    .formatted(name)))
        .hasSize(1);
  }

  @Test
  void aLinkFollowedByManyAtOnceSignsInOne() throws Exception {
    LoginLink link = link();
    List<Future<SessionStarted>> all =
        IntStream.range(0, 6)
            .mapToObj(i -> house.rooms.call(SecretsRoom.REDEEM_LOGIN_LINK, redeeming(link.token())))
            .toList();
    await(Future.join(all).otherwiseEmpty());

    assertThat(all.stream().filter(Future::succeeded)).hasSize(1);
  }

  @Test
  void aLinkIsOverAfterTenMinutesAndItsRowRedeemsNothing() throws Exception {
    LoginLink link = link();
    String rows = house.rows("select encode(token_hash, 'base64') from login_links").toString();
    assertThat(rows).doesNotContain(link.token());
    assertThat(redeemRefused(rows)).isEqualTo(Kind.NOT_FOUND);
    house.execute("update login_links set expires_at = now() - interval '1 millisecond'");

    assertThat(redeemRefused(link.token())).isEqualTo(Kind.NOT_FOUND);
  }

  @Test
  void thereIsAnEndToOpenLinks() throws Exception {
    List<LoginLink> links = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      links.add(link());
    }
    CreateLoginLink sixth = new CreateLoginLink(operator, name);
    assertThat(house.refusal(SecretsRoom.CREATE_LOGIN_LINK, sixth).kind()).isEqualTo(Kind.CONFLICT);

    redeem(links.getFirst());
    house.ask(SecretsRoom.CREATE_LOGIN_LINK, sixth);
  }

  @Test
  void onlyAdministratorsMakeLinksAndOnlyForLocalUsers() throws Exception {
    Caller plain = caller(redeem(link()));

    assertThat(
            house
                .refusal(SecretsRoom.CREATE_LOGIN_LINK, new CreateLoginLink(plain, "owner"))
                .kind())
        .isEqualTo(Kind.FORBIDDEN);
    assertThat(
            house.rows(
                "select refused from activities where action = 'login_link_created' and metadata->>'username' = 'owner'"))
        .containsExactly("t");
    assertThat(
            house
                .refusal(SecretsRoom.CREATE_LOGIN_LINK, new CreateLoginLink(operator, "nobody"))
                .kind())
        .isEqualTo(Kind.NOT_FOUND);
  }

  @Test
  void aKeyThatOnlyAdministersDoesNotBecomeASessionThatReads() throws Exception {
    Set<Scope> needed =
        Set.of(Scope.READ_SECRETS, Scope.WRITE_SECRETS, Scope.DELETE_SECRETS, Scope.ADMIN_API_KEYS);
    for (Scope missing : needed) {
      Set<Scope> scopes = EnumSet.copyOf(needed);
      scopes.add(Scope.ADMIN_SERVER);
      scopes.remove(missing);
      Caller key = house.caller(house.mint(house.owner, scopes.toArray(Scope[]::new)).token());
      var refusal = house.refusal(SecretsRoom.CREATE_LOGIN_LINK, new CreateLoginLink(key, name));
      assertThat(refusal.kind()).isEqualTo(Kind.FORBIDDEN);
    }
    house.ask(SecretsRoom.CREATE_LOGIN_LINK, new CreateLoginLink(house.owner, name));
    assertThat(
            house.rows(
                "select count(*) from activities where refused and action = 'login_link_created' and metadata->>'username' = '%s'"
                    .formatted(name)))
        .containsExactly("4");
  }

  @Test
  void aRemovedUsersLinkAndSessionAreOver() throws Exception {
    LoginLink link = link();
    SessionFacts session = redeem(link());

    house.ask(SecretsRoom.REMOVE_USER, new RemoveUser(house.owner, name));

    assertThat(redeemRefused(link.token())).isEqualTo(Kind.NOT_FOUND);
    assertThat(holds(session)).isFalse();
  }

  @Test
  void aDeviceIsApprovedWithoutGitHub() throws Exception {
    SessionFacts browser = redeem(link());
    DeviceStarted device =
        house.ask(
            SecretsRoom.START_DEVICE,
            new StartDevice("ann/app", 5L, 7L, SecretsHouse.client("keyway-cli/dev")));

    DeviceApproval approval =
        house.ask(
            SecretsRoom.REQUEST_APPROVAL, new RequestApproval(caller(browser), device.userCode()));
    assertThat(
            house
                .ask(
                    SecretsRoom.DECIDE_DEVICE,
                    new DecideDevice(
                        approval.token(), approval.cookie(), true, SecretsHouse.client("Mozilla")))
                .installUrl())
        .isNull();

    DevicePolled polled =
        house.ask(SecretsRoom.POLL_DEVICE, GitHubHouse.polling(device.deviceCode()));
    assertThat(polled.status()).isEqualTo(Status.APPROVED);
    assertThat(polled.session()).extracting(SessionFacts::username).isEqualTo(name);
  }

  @Test
  void withoutAGitHubAppThereIsNoSignInThereAndNoTokens() throws Exception {
    var problem = house.refusal(SecretsRoom.START_SIGN_IN, new StartSignIn(null, null));
    assertThat(problem.kind()).isEqualTo(Kind.NOT_FOUND);
    assertThat(problem.detail()).isEqualTo("GitHub sign-in is not configured");
    assertThat(
            house
                .refusal(
                    SecretsRoom.IDENTIFY_GITHUB_TOKEN,
                    new IdentifyGitHubToken("ghp_" + "a".repeat(36), SecretsHouse.client("x")))
                .kind())
        .isEqualTo(Kind.UNAUTHORIZED);
  }

  @Test
  void aSessionThatSignedOutIsRefusedAtOnce() throws Exception {
    SessionFacts session = redeem(link());

    house.ask(SecretsRoom.END_SESSION, new EndSession(caller(session)));
    house.ask(SecretsRoom.END_SESSION, new EndSession(caller(session)));
    house.ask(SecretsRoom.END_SESSION, new EndSession(house.owner));

    assertThat(holds(session)).isFalse();
    assertThat(revocationsBy(session)).containsExactly(session.sessionId().toString());
  }

  @Test
  void oneSessionOrAllTheOthersAreRevokedAtOnce() throws Exception {
    SessionFacts here = redeem(link());
    SessionFacts lost = redeem(link());
    SessionFacts other = redeem(link());
    assertThat(listed(here)).hasSize(3).anyMatch(SessionList.Entry::current);

    house.ask(
        SecretsRoom.REVOKE_SESSIONS, new RevokeSessions(caller(here), lost.sessionId(), null));
    assertThat(holds(lost)).isFalse();
    assertThat(holds(other)).isTrue();

    LoginLink open = link();
    house.ask(SecretsRoom.REVOKE_SESSIONS, new RevokeSessions(caller(here), null, null));
    assertThat(holds(other)).isFalse();
    assertThat(holds(here)).isTrue();
    assertThat(redeemRefused(open.token())).isEqualTo(Kind.NOT_FOUND);
    assertThat(listed(here)).extracting(SessionList.Entry::id).containsExactly(here.sessionId());
    assertThat(revocationsBy(here)).hasSize(2);
  }

  @Test
  void nobodyRevokesTheSessionsOfOthers() throws Exception {
    SessionFacts mine = redeem(link());
    String victim = name;
    user();
    SessionFacts attacker = redeem(link());

    assertThat(
            house
                .refusal(
                    SecretsRoom.REVOKE_SESSIONS,
                    new RevokeSessions(caller(attacker), mine.sessionId(), null))
                .kind())
        .isEqualTo(Kind.NOT_FOUND);
    assertThat(
            house
                .refusal(
                    SecretsRoom.REVOKE_SESSIONS, new RevokeSessions(caller(attacker), null, victim))
                .kind())
        .isEqualTo(Kind.FORBIDDEN);
    Caller forged =
        new Caller(
            new Principal.Session(attacker.userId(), mine.sessionId()), SecretsHouse.client("x"));
    house.ask(SecretsRoom.END_SESSION, new EndSession(forged));
    assertThat(holds(mine)).isTrue();
  }

  @Test
  void administratorsRevokeEverySessionOfAUser() throws Exception {
    SessionFacts one = redeem(link());
    SessionFacts two = redeem(link());

    house.ask(SecretsRoom.REVOKE_SESSIONS, new RevokeSessions(house.owner, null, name));

    assertThat(holds(one)).isFalse();
    assertThat(holds(two)).isFalse();
    assertThat(
            house
                .refusal(
                    SecretsRoom.REVOKE_SESSIONS, new RevokeSessions(house.owner, null, "nobody"))
                .kind())
        .isEqualTo(Kind.NOT_FOUND);
    assertThat(
            house
                .refusal(
                    SecretsRoom.REVOKE_SESSIONS,
                    new RevokeSessions(house.owner, UUID.randomUUID(), name))
                .kind())
        .isEqualTo(Kind.BAD_REQUEST);
  }

  @Test
  void aStolenTokenWithoutASessionIdDoesNotComeBackOnceAllSessionsAreEnded() throws Exception {
    SessionFacts here = redeem(link());
    Instant before = Instant.now().minusSeconds(60);
    AdoptSession seen = adopting(here.userId(), before);
    house.ask(SecretsRoom.ADOPT_SESSION, seen);

    house.ask(SecretsRoom.REVOKE_SESSIONS, new RevokeSessions(caller(here), null, null));
    assertThat(adoptRefused(adopting(here.userId(), before))).isEqualTo(Kind.UNAUTHORIZED);
    assertThat(holds(seen)).isFalse();
    AdoptSession after = adopting(here.userId(), Instant.now().plusSeconds(1));
    house.ask(SecretsRoom.ADOPT_SESSION, after);
    assertThat(holds(after)).isTrue();

    house.execute("update users set sessions_valid_from = now() - interval '1 hour'");
    house.ask(SecretsRoom.REVOKE_SESSIONS, new RevokeSessions(house.owner, null, name));
    assertThat(adoptRefused(adopting(here.userId(), before))).isEqualTo(Kind.UNAUTHORIZED);
    assertThat(holds(after)).isFalse();
  }

  @Test
  void whoEndsAllOtherSessionsByATokenWithoutASessionIdKeepsThatOne() throws Exception {
    SessionFacts other = redeem(link());
    AdoptSession here = adopting(other.userId(), Instant.now().minusSeconds(60));
    house.ask(SecretsRoom.ADOPT_SESSION, here);

    house.ask(SecretsRoom.REVOKE_SESSIONS, new RevokeSessions(caller(here), null, null));
    house.ask(SecretsRoom.ADOPT_SESSION, here);

    assertThat(holds(here)).isTrue();
    assertThat(holds(other)).isFalse();
  }

  private static AdoptSession adopting(UUID user, Instant issued) {
    return new AdoptSession(user, UUID.randomUUID(), issued, Instant.now().plusSeconds(600));
  }

  private static Kind adoptRefused(AdoptSession adoption) throws Exception {
    return house.refusal(SecretsRoom.ADOPT_SESSION, adoption).kind();
  }

  private static Caller caller(AdoptSession adopted) {
    return new Caller(
        new Principal.Session(adopted.userId(), adopted.sessionId()),
        SecretsHouse.client("Mozilla/5.0 Firefox"));
  }

  private static boolean holds(AdoptSession adopted) throws Exception {
    return holds(caller(adopted), adopted.sessionId());
  }

  private LoginLink link() throws Exception {
    return house.ask(SecretsRoom.CREATE_LOGIN_LINK, new CreateLoginLink(operator, name));
  }

  private static RedeemLoginLink redeeming(String token) {
    return new RedeemLoginLink(token, SecretsHouse.client("Mozilla/5.0 Firefox"));
  }

  private static SessionFacts redeem(LoginLink link) throws Exception {
    return house.ask(SecretsRoom.REDEEM_LOGIN_LINK, redeeming(link.token())).session();
  }

  private static Kind redeemRefused(String token) throws Exception {
    return house.refusal(SecretsRoom.REDEEM_LOGIN_LINK, redeeming(token)).kind();
  }

  private static Caller caller(SessionFacts session) {
    return GitHubHouse.caller(session);
  }

  private static List<SessionList.Entry> listed(SessionFacts session) throws Exception {
    return house.ask(SecretsRoom.LIST_SESSIONS, new ListSessions(caller(session))).sessions();
  }

  private static boolean holds(SessionFacts session) throws Exception {
    return holds(caller(session), session.sessionId());
  }

  private static boolean holds(Caller caller, UUID session) throws Exception {
    boolean listed =
        Set.copyOf(
                house.rows(
                    "select id from sessions where revoked_at is null and expires_at > now()"))
            .contains(session.toString());
    if (!listed) {
      assertThat(house.refusal(SecretsRoom.WHO_AM_I, new WhoAmI(caller)).kind())
          .isEqualTo(Kind.UNAUTHORIZED);
    } else {
      house.ask(SecretsRoom.WHO_AM_I, new WhoAmI(caller));
    }
    return listed;
  }

  private static List<String> revocationsBy(SessionFacts session) throws Exception {
    return house.rows(
        "select metadata->>'sessionId' from activities where action = 'session_revoked' and user_id = '%s' and not refused order by id"
            .formatted(session.userId()));
  }
}
