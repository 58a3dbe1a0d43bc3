package sh.keyway.secrets.secret;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sh.keyway.contracts.Caller;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.ProblemException;
import sh.keyway.contracts.Role;
import sh.keyway.contracts.secrets.Pull;
import sh.keyway.contracts.secrets.Push;
import sh.keyway.contracts.secrets.Pushed;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.secrets.SecretsHouse;

/** Many writers, two instances, one environment: a chain without gaps that everything agrees on. */
class ConcurrentPushTest {
  private static final int PUSHES = 50;
  private static final int ROUNDS = Boolean.getBoolean("keyway.long") ? 100 : 4;

  private static SecretsHouse house;

  @BeforeAll
  static void open() throws Exception {
    house = SecretsHouse.openRoomy(2);
  }

  @AfterAll
  static void close() throws Exception {
    house.close();
  }

  @Test
  void everyAcknowledgedPushIsInTheChain() throws Exception {
    house.vault("race/push");
    List<Long> acknowledged = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      List<Future<Pushed>> pushes = new ArrayList<>();
      for (int i = 0; i < PUSHES; i++) {
        String own = "R%d_%02d".formatted(round, i);
        pushes.add(push(house.owner, "race/push", Map.of("COMMON", own, own, "x", "SAME", "s")));
      }
      SecretsHouse.await(Future.join(pushes).otherwiseEmpty());
      for (Future<Pushed> push : pushes) {
        if (push.succeeded()) {
          acknowledged.add(push.result().revision());
        } else {
          assertThat(((ProblemException) push.cause()).problem().kind())
              .isEqualTo(Kind.SERVICE_UNAVAILABLE);
        }
      }
    }

    assertThat(acknowledged).hasSizeGreaterThan(ROUNDS * PUSHES * 9 / 10);
    assertThat(acknowledged)
        .containsExactlyInAnyOrderElementsOf(
            LongStream.rangeClosed(1, acknowledged.size()).boxed().toList());
    assertThatTheChainIsWhole("race/push", acknowledged.size());
  }

  @Test
  void writersWithoutTheOwnersRightsRaceTheSameWay() throws Exception {
    house.vault("race/members");
    List<Future<Pushed>> pushes = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      Caller member = house.member("racer-" + i, "race/members", Role.WRITE);
      pushes.add(push(member, "race/members", Map.of("WHO", "racer-" + i)));
    }

    SecretsHouse.await(Future.all(pushes));

    assertThatTheChainIsWhole("race/members", 10);
  }

  @Test
  void aKeyMadeAgainGetsANewRowAndTheTrashKeepsTheOld() throws Exception {
    house.vault("trash/repo");
    push("trash/repo", Map.of("A", "1", "B", "1"));
    push("trash/repo", Map.of("A", "2", "B", "1"));
    push("trash/repo", Map.of("B", "1"));
    push("trash/repo", Map.of("A", "4", "B", "1"));

    assertThat(
            house.rows(
                "select key, version, created_revision, updated_revision, deleted_revision,"
                    + " deleted_at is null from secrets "
                    + inVault("trash/repo")
                    + " order by key, created_revision"))
        .containsExactly("A 2 1 2 3 f", "A 1 4 4 null t", "B 1 1 1 null t");
    assertThatTheChainIsWhole("trash/repo", 4);
  }

  @Test
  void emptyingAnEnvironmentIsARevisionToo() throws Exception {
    house.vault("empty/repo");
    push("empty/repo", Map.of("A", "1"));

    assertThat(push("empty/repo", Map.of())).isEqualTo(new Pushed(2, 0, 0, 1, 0));

    assertThat(
            house
                .refusal(
                    SecretsRoom.PULL,
                    SecretsHouse.pulling(house.owner, "empty/repo", "development"))
                .kind())
        .isEqualTo(Kind.NOT_FOUND);
    assertThat(push("empty/repo", Map.of("A", "2"))).isEqualTo(new Pushed(3, 1, 0, 0, 0));
  }

  private static void assertThatTheChainIsWhole(String repository, long head) throws Exception {
    String all = inVault(repository);
    assertThat(
            house.rows(
                "select count(*), min(number), max(number), (select head from environments e where"
                    + " e.id = r.environment_id) from revisions r "
                    + all
                    + " group by environment_id"))
        .containsExactly("%1$d 1 %1$d %1$d".formatted(head));
    // Each secret's versions: 1, 2, 3 … up to the one it says it has, in order of revisions.
    assertThat(
            house.rows(
                "select s.key from secrets s left join secret_versions v on v.secret_id = s.id "
                    + all
                    + " group by s.id having count(v) <> s.version or min(v.version) <> 1 or"
                    + " max(v.version) <> s.version or max(v.revision) <> s.updated_revision or"
                    + " min(v.revision) <> s.created_revision or count(distinct v.revision) <>"
                    + " s.version"))
        .isEmpty();
    assertThat(
            house.rows(
                "select count(*) from activities where action = 'secrets_pushed' and revision is"
                    + " not null and not refused and metadata->>'repoFullName' = '"
                    + repository
                    + "'"))
        .containsExactly("" + head);
    Pull asJson = new Pull(house.owner, repository, "development", Pull.Format.JSON, null, 0);
    JsonObject opened = new JsonObject(SecretsHouse.text(house.ask(SecretsRoom.PULL, asJson)));
    assertThat(house.rows("select key from secrets " + all + " and deleted_at is null"))
        .containsExactlyInAnyOrderElementsOf(opened.fieldNames());
    assertThat(
            house.rows(
                "select secret_count from environments where head > 0 and id in (select"
                    + " environment_id from secrets "
                    + all
                    + ")"))
        .containsExactly("" + opened.size());
  }

  private static String inVault(String repository) {
    return "where environment_id in (select e.id from environments e join vaults v on v.id ="
        + " e.vault_id where v.repo_full_name = '"
        + repository
        + "')";
  }

  private static Pushed push(String repository, Map<String, String> secrets) throws Exception {
    return house.push(house.owner, repository, "development", secrets);
  }

  private static Future<Pushed> push(
      Caller caller, String repository, Map<String, String> secrets) {
    return house.rooms.call(
        SecretsRoom.PUSH, new Push(caller, repository, "development", secrets, false));
  }
}
