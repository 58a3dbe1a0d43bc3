package sh.keyway.secrets.forge;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.keyway.contracts.Caller;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.ProblemException;
import sh.keyway.contracts.Role;
import sh.keyway.contracts.bus.RoomClient;
import sh.keyway.contracts.secrets.Pulled;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.secrets.GitHubHouse;
import sh.keyway.secrets.SecretsHouse;
import sh.keyway.secrets.database.Database;
import sh.keyway.secrets.forge.RoleSql.Where;
import sh.keyway.testkit.github.Endpoint;
import sh.keyway.testkit.github.GitHubRepository;
import sh.keyway.testkit.github.GitHubUser;

/** What GitHub's webhooks take away is gone for the very next pull, on two nodes. */
class RevocationOfRolesTest {
  private static final int REVOCATIONS = Boolean.getBoolean("keyway.long") ? 10_000 : 500;
  private static final int AT_ONCE = 10;

  private static GitHubHouse on;
  private static SecretsHouse other;
  private static Database database;

  @BeforeAll
  static void open() throws Exception {
    on = GitHubHouse.open();
    other = on.anotherNode();
    database =
        new Database(
            on.house.vertx,
            SecretsHouse.roomy(on.house.database, on.house.database.application().port()));
  }

  @AfterAll
  static void close() throws Exception {
    SecretsHouse.await(other.vertx.close());
    on.close();
  }

  @Test
  void aRevokedRoleIsGoneOnEveryNode() throws Exception {
    GitHubRepository repository = on.vault("gone");
    GitHubUser ann = on.collaborator(repository, "gone-ann", Role.WRITE);
    Caller caller = on.signedIn(ann);
    pullsEverywhere(caller, repository);

    revoke(Where.repository(repository.id()), ann);

    assertThat(everywhere(caller, repository)).containsOnly(Kind.FORBIDDEN);
  }

  @Test
  void aRevocationOnAnAccountConcernsAllItsVaults() throws Exception {
    GitHubRepository one = on.vault("account-1");
    GitHubRepository two = on.vault("account-2");
    GitHubUser ann = on.collaborator(one, "account-ann", Role.WRITE);
    two.collaborator(ann, Role.WRITE);
    Caller caller = on.signedIn(ann);
    pullsEverywhere(caller, one);
    pullsEverywhere(caller, two);

    revoke(Where.account(on.acme.id()), ann);

    assertThat(everywhere(caller, one)).containsOnly(Kind.FORBIDDEN);
    assertThat(everywhere(caller, two)).containsOnly(Kind.FORBIDDEN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"user", "vault", "account"})
  void whatIsCalledInDoubtIsAskedBeforeItCounts(String whose) throws Exception {
    GitHubRepository repository = on.vault("doubt-" + whose);
    GitHubUser ann = on.collaborator(repository, "doubt-ann-" + whose, Role.WRITE);
    Caller caller = on.signedIn(ann);
    pullsEverywhere(caller, repository);
    repository.removeCollaborator(ann);

    SecretsHouse.await(
        database.transaction(tx ->
            switch (whose) {
              case "user" -> RoleSql.doubt(tx, Where.repository(repository.id()), ann.id());
              case "vault" -> RoleSql.doubt(tx, Where.repository(repository.id()));
              default -> RoleSql.doubt(tx, Where.account(on.acme.id()));
            }));

    assertThat(everywhere(caller, repository)).containsOnly(Kind.FORBIDDEN);
  }

  @Test
  void anAnswerAskedForBeforeARevocationIsNotKept() throws Exception {
    GitHubRepository repository = on.vault("late");
    GitHubUser ann = on.collaborator(repository, "late-ann", Role.WRITE);
    Caller caller = on.signedIn(ann);
    on.github.log().clear();
    // GitHub has looked, and found ann; its answer is on its way for a while.
    var release = on.github.faults().on(Endpoint.MEMBERSHIP).times(1).hold();
    Future<Pulled> pull = pull(on.house.rooms, caller, repository);
    on.github.log().await(Endpoint.MEMBERSHIP, 1, Duration.ofSeconds(5));

    repository.removeCollaborator(ann);
    revoke(Where.repository(repository.id()), ann);
    release.complete(null);

    assertThat(kind(pull)).isEqualTo(Kind.FORBIDDEN);
    assertThat(
            on.house.rows(
                "select r.role from repository_roles r join users u on u.id = r.user_id where"
                    + " u.username = 'late-ann'"))
        .containsExactly("null");
  }

  @Test
  void anAnswerAskedForBeforeADoubtIsNeitherKeptNorShared() throws Exception {
    GitHubRepository repository = on.vault("late-doubt");
    GitHubUser ann = on.collaborator(repository, "late-doubt-ann", Role.WRITE);
    Caller caller = on.signedIn(ann);
    on.github.log().clear();
    var release = on.github.faults().on(Endpoint.MEMBERSHIP).times(1).hold();
    Future<Pulled> before = pull(on.house.rooms, caller, repository);
    on.github.log().await(Endpoint.MEMBERSHIP, 1, Duration.ofSeconds(5));

    repository.removeCollaborator(ann);
    SecretsHouse.await(
        database.transaction(tx -> RoleSql.doubt(tx, Where.repository(repository.id()), ann.id())));

    assertThat(kind(pull(on.house.rooms, caller, repository)))
        .as("while the answer from before is on its way")
        .isEqualTo(Kind.FORBIDDEN);
    release.complete(null);
    assertThat(kind(before)).isEqualTo(Kind.FORBIDDEN);
    assertThat(everywhere(caller, repository)).containsOnly(Kind.FORBIDDEN);
  }

  @Test
  void noPullThatBeganAfterARevocationWasAcknowledgedSucceeds() throws Exception {
    List<GitHubRepository> repositories = new ArrayList<>();
    List<GitHubUser> users = new ArrayList<>();
    List<Caller> callers = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      GitHubUser user = on.github.user("racer-" + i);
      repositories.add(on.vault("race-" + i));
      users.add(user);
      callers.add(on.signedIn(user));
    }
    List<Kind> after = new ArrayList<>();
    for (int round = 0; round < REVOCATIONS / AT_ONCE; round++) {
      // As if GitHub had said so this moment: what is raced is the revocation, not GitHub.
      on.house.execute(
          """
          insert into repository_roles (user_id, vault_id, role, checked_at)
          select u.id, v.id, 'write', now() from users u, vaults v
          where u.username like 'racer-%' and v.repo_full_name like 'acme/race-%'
          on conflict (vault_id, user_id) do update set role = 'write', checked_at = now()
          """,
          """
          update environments e set policy_revision = policy_revision + 1 from vaults v
          where v.id = e.vault_id and v.repo_full_name like 'acme/race-%'
          """);
      List<Future<List<Kind>>> races = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        races.add(race(callers.get(i), users.get(i), repositories.get(i)));
      }
      SecretsHouse.await(Future.all(races));
      races.forEach(race -> after.addAll(race.result()));
    }

    assertThat(after).hasSize(REVOCATIONS * 4).containsOnly(Kind.FORBIDDEN);
  }

  /** How the pulls ended that began once the revocation was acknowledged. */
  private static Future<List<Kind>> race(
      Caller caller, GitHubUser user, GitHubRepository repository) {
    return Future.all(
            pull(on.house.rooms, caller, repository), pull(other.rooms, caller, repository))
        .compose(warm -> {
          List<Future<?>> during = new ArrayList<>();
          during.add(pull(on.house.rooms, caller, repository));
          during.add(pull(other.rooms, caller, repository));
          Future<Integer> revoked =
              database.transaction(tx ->
                  RoleSql.revoke(
                      tx, Where.repository(repository.id()), user.id(), on.clock.instant()));
          during.add(pull(other.rooms, caller, repository));
          return revoked
              .compose(done -> {
                List<Future<Kind>> after = new ArrayList<>();
                for (RoomClient node : List.of(on.house.rooms, other.rooms)) {
                  after.add(ended(pull(node, caller, repository)));
                  after.add(ended(pull(node, caller, repository)));
                }
                return Future.all(after);
              })
              .compose(after -> Future.join(during).otherwiseEmpty().map(after.<Kind>list()));
        });
  }

  /** INTERNAL_ERROR stands for a success. */
  private static Future<Kind> ended(Future<Pulled> pull) {
    return pull.map(Kind.INTERNAL_ERROR)
        .recover(failure -> Future.succeededFuture(((ProblemException) failure).problem().kind()));
  }

  private static Kind kind(Future<Pulled> pull) throws Exception {
    return SecretsHouse.await(ended(pull));
  }

  private static Future<Pulled> pull(RoomClient node, Caller caller, GitHubRepository repository) {
    return node.call(
        SecretsRoom.PULL, SecretsHouse.pulling(caller, repository.fullName(), "development"));
  }

  private static void pullsEverywhere(Caller caller, GitHubRepository repository) throws Exception {
    for (RoomClient node : List.of(on.house.rooms, other.rooms)) {
      assertThat(SecretsHouse.await(pull(node, caller, repository)).count()).isEqualTo(1);
    }
  }

  private static List<Kind> everywhere(Caller caller, GitHubRepository repository)
      throws Exception {
    return List.of(
        kind(pull(on.house.rooms, caller, repository)),
        kind(pull(other.rooms, caller, repository)));
  }

  private static void revoke(Where where, GitHubUser user) throws Exception {
    SecretsHouse.await(
        database.transaction(tx -> RoleSql.revoke(tx, where, user.id(), on.clock.instant())));
  }
}
