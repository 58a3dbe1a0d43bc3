package sh.keyway.secrets.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sh.keyway.contracts.Caller;
import sh.keyway.contracts.Principal;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.ProblemException;
import sh.keyway.contracts.Role;
import sh.keyway.contracts.Scope;
import sh.keyway.contracts.secrets.Done;
import sh.keyway.contracts.secrets.Pulled;
import sh.keyway.contracts.secrets.RemoveUser;
import sh.keyway.contracts.secrets.RevokeApiKey;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.contracts.secrets.SetRole;
import sh.keyway.secrets.SecretsHouse;

/** What is taken away is gone for the very next pull, however warm the caches of two instances. */
class RevocationTest {
  private static final int REVOCATIONS = Boolean.getBoolean("keyway.long") ? 10_000 : 500;
  private static final int AT_ONCE = 20;
  private static final String REPO = "leave/repo";

  private static SecretsHouse house;

  @BeforeAll
  static void open() throws Exception {
    house = SecretsHouse.openRoomy(2);
    house.vault(REPO);
    house.push(house.owner, REPO, "production", Map.of("A", "1"));
  }

  @AfterAll
  static void close() throws Exception {
    house.close();
  }

  @Test
  void aRevokedKeyIsRefused() throws Exception {
    Caller caller = keyOf("revoked");

    house.ask(SecretsRoom.REVOKE_API_KEY, new RevokeApiKey(house.owner, keyId(caller)));

    assertThat(refusals(caller)).containsOnly(Kind.UNAUTHORIZED);
  }

  @Test
  void anExpiredKeyIsRefused() throws Exception {
    Caller caller = keyOf("expired");

    house.execute(
        "update api_keys set expires_at = now() - interval '1 millisecond' where id = '%s'"
            .formatted(keyId(caller)));

    assertThat(refusals(caller)).containsOnly(Kind.UNAUTHORIZED);
  }

  @Test
  void aRemovedUserIsRefusedByKeyAndBySession() throws Exception {
    Caller key = keyOf("removed");
    Caller session = new Caller(house.session(userId(key)), SecretsHouse.client("s"));
    warm(session);

    house.ask(SecretsRoom.REMOVE_USER, new RemoveUser(house.owner, "removed"));

    assertThat(refusals(key)).containsOnly(Kind.UNAUTHORIZED);
    assertThat(refusals(session)).containsOnly(Kind.UNAUTHORIZED);
  }

  @Test
  void aLowerRoleIsWhatCounts() throws Exception {
    Caller caller = keyOf("lowered");

    house.ask(SecretsRoom.SET_ROLE, new SetRole(house.owner, "lowered", REPO, Role.READ));
    assertThat(refusals(caller)).containsOnly(Kind.FORBIDDEN);

    house.ask(SecretsRoom.SET_ROLE, new SetRole(house.owner, "lowered", REPO, Role.WRITE));
    warm(caller);

    house.ask(SecretsRoom.SET_ROLE, new SetRole(house.owner, "lowered", "LEAVE/Repo", null));
    assertThat(refusals(caller)).containsOnly(Kind.FORBIDDEN);
  }

  @Test
  void anEnvironmentThatBecameProtectedIsWhatCounts() throws Exception {
    house.push(house.owner, REPO, "development", Map.of("A", "1"));
    Caller reader = house.member("reader", REPO, Role.READ);
    house.pull(reader, REPO, "development");

    house.execute(
        "update environments set type = 'protected', policy_revision = policy_revision + 1 where"
            + " name = 'development'");

    assertThat(
            house
                .refusal(SecretsRoom.PULL, SecretsHouse.pulling(reader, REPO, "development"))
                .kind())
        .isEqualTo(Kind.FORBIDDEN);
  }

  @Test
  void aSessionOfNobodyIsRefused() throws Exception {
    Caller nobody =
        new Caller(
            new Principal.Session(UUID.randomUUID(), UUID.randomUUID()),
            SecretsHouse.client("nobody"));

    assertThat(refusals(nobody)).containsOnly(Kind.UNAUTHORIZED);
  }

  @Test
  void aKeyThatIsNotThisUsersIsRefused() throws Exception {
    Caller mine = keyOf("mixed");
    Principal mixed =
        new Principal.ApiKey(keyId(mine), UUID.randomUUID(), Set.of(Scope.READ_SECRETS));

    assertThat(refusals(new Caller(mixed, SecretsHouse.client("x"))))
        .containsOnly(Kind.UNAUTHORIZED);
  }

  @Test
  void noPullThatBeganAfterARevocationWasAnsweredSucceeds() throws Exception {
    Caller member = house.member("racer", REPO, Role.WRITE);
    UUID user = ((Principal.Session) member.principal()).userId();
    house.execute(
        "insert into api_keys (user_id, name, key_prefix, key_hash, environment, scopes) select"
            + " '%s', 'race', 'kw_live_race', sha256(convert_to('race' || n, 'UTF8')), 'live',"
                .formatted(user)
            + " '{read:secrets}' from generate_series(1, "
            + REVOCATIONS
            + ") n");
    List<Principal> keys = new ArrayList<>();
    for (String id : house.rows("select id from api_keys where name = 'race'")) {
      keys.add(new Principal.ApiKey(UUID.fromString(id), user, Set.of(Scope.READ_SECRETS)));
    }

    List<Kind> after = new ArrayList<>();
    for (int i = 0; i < keys.size(); i += AT_ONCE) {
      List<Future<List<Kind>>> races = new ArrayList<>();
      for (Principal key : keys.subList(i, Math.min(keys.size(), i + AT_ONCE))) {
        races.add(race(new Caller(key, SecretsHouse.client("race"))));
      }
      SecretsHouse.await(Future.all(races));
      races.forEach(race -> after.addAll(race.result()));
    }

    assertThat(after).hasSize(REVOCATIONS * 4).containsOnly(Kind.UNAUTHORIZED);
  }

  /** How the pulls ended that began once the revocation was answered. */
  private static Future<List<Kind>> race(Caller caller) {
    return Future.all(pull(caller), pull(caller))
        .compose(warm -> {
          List<Future<?>> during = new ArrayList<>(List.of(pull(caller), pull(caller)));
          Future<Done> revoked =
              house.rooms.call(
                  SecretsRoom.REVOKE_API_KEY, new RevokeApiKey(house.owner, keyId(caller)));
          during.add(pull(caller));
          return revoked
              .compose(done -> {
                List<Future<Kind>> after = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                  after.add(pull(caller).map(Kind.INTERNAL_ERROR).recover(RevocationTest::kind));
                }
                return Future.all(after);
              })
              .compose(after -> Future.join(during).otherwiseEmpty().map(after.<Kind>list()));
        });
  }

  private static Future<Kind> kind(Throwable failure) {
    return Future.succeededFuture(((ProblemException) failure).problem().kind());
  }

  private static Future<Pulled> pull(Caller caller) {
    return house.rooms.call(SecretsRoom.PULL, SecretsHouse.pulling(caller, REPO, "production"));
  }

  /** A key that both instances know well. */
  private static Caller keyOf(String name) throws Exception {
    Caller session = house.member(name, REPO, Role.WRITE);
    Caller key = house.caller(house.mint(session, Scope.READ_SECRETS).token());
    warm(key);
    return key;
  }

  private static void warm(Caller caller) throws Exception {
    for (int i = 0; i < 4; i++) {
      assertThat(house.pull(caller, REPO, "production").count()).isEqualTo(1);
    }
  }

  /** What several pulls, hence both instances, answer. */
  private static List<Kind> refusals(Caller caller) throws Exception {
    List<Kind> kinds = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      kinds.add(
          house.refusal(SecretsRoom.PULL, SecretsHouse.pulling(caller, REPO, "production")).kind());
    }
    return kinds;
  }

  private static UUID keyId(Caller caller) {
    return ((Principal.ApiKey) caller.principal()).keyId();
  }

  private static UUID userId(Caller caller) {
    return ((Principal.ApiKey) caller.principal()).userId();
  }
}
