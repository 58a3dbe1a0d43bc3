package sh.keyway.secrets.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.keyway.contracts.Caller;
import sh.keyway.contracts.Client;
import sh.keyway.contracts.Platform;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.ProblemException;
import sh.keyway.contracts.Role;
import sh.keyway.contracts.secrets.DeleteVault;
import sh.keyway.contracts.secrets.Pulled;
import sh.keyway.contracts.secrets.RemoveUser;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.secrets.SecretsHouse;

/** A row before the answer, or no answer; and nobody pays for somebody else's row. */
class AuditTest {
  private static final int CROWD = 40;

  private static SecretsHouse house;

  @BeforeAll
  static void open() throws Exception {
    house = SecretsHouse.open();
    house.vault("audit/repo");
    house.push(house.owner, "audit/repo", "development", Map.of("A", "1"));
    house.pull(house.owner, "audit/repo", "development");
  }

  @AfterAll
  static void close() throws Exception {
    house.close();
  }

  @Test
  void anAnswerWaitsForItsRow() throws Exception {
    Caller caller = from("waits for its row");
    Future<Pulled> pull;
    try (Connection other = house.database.connectAsOwner()) {
      lockActivities(other);
      pull = pull(caller);
      awaitRow("select 1 from pg_locks where not granted");
      assertThat(pull.isComplete()).isFalse();
      other.rollback();
    }

    assertThat(SecretsHouse.await(pull).count()).isEqualTo(1);
    assertThat(rowsOf("waits for its row")).isEqualTo(1);
  }

  @Test
  void anAuditThatCannotBeWrittenIsA503WithinTwoSecondsUntilItCan() throws Exception {
    List<Future<Pulled>> pulls = new ArrayList<>();
    try (Connection other = house.database.connectAsOwner()) {
      lockActivities(other);
      for (int round = 0; round < 2; round++) {
        long start = System.nanoTime();
        for (int i = 0; i < CROWD; i++) {
          pulls.add(pull(from("blocked")));
        }
        for (Future<Pulled> pull : pulls) {
          assertThat(refusal(pull)).isEqualTo(Kind.SERVICE_UNAVAILABLE);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
      }
      other.rollback();
    }

    awaitAnswer(from("free again"));
    assertThat(rowsOf("free again")).isEqualTo(1);
  }

  @Test
  void brokenTextCostsNobodyAnything() throws Exception {
    List<String> broken =
        List.of(
            "nul \0 here", "\ud800", "\udc00\ud800", "x".repeat(10_000), "\ud83d".repeat(9_999));
    List<Future<Pulled>> pulls = new ArrayList<>();
    for (String text : broken) {
      for (int i = 0; i < 8; i++) {
        pulls.add(pull(from("beside broken text")));
      }
      pulls.add(
          pull(
              new Caller(
                  house.owner.principal(), new Client(text, text, Platform.API, "broken" + text))));
    }

    SecretsHouse.await(Future.all(pulls));

    assertThat(rowsOf("beside broken text")).isEqualTo(8L * broken.size());
    assertThat(
            house.rows(
                "select count(*), max(length(user_agent)) <= 512, max(length(ip)) <= 512,"
                    + " max(length(request_id)) <= 512 from activities where request_id like"
                    + " 'broken%'"))
        .containsExactly(broken.size() + " t t t");
  }

  @ParameterizedTest
  @ValueSource(strings = {"P0001", "23514", "22000", "54000"})
  void aRowTheDatabaseRefusesFailsOnlyItsOwnRequest(String state) throws Exception {
    house.execute(
        "create function refuse() returns trigger language plpgsql as $$ begin if new.user_agent ="
            + " 'refuse me' then raise exception 'no' using errcode = '"
            + state
            + "'; end if; return new; end $$",
        "create trigger refuse before insert on activities for each row execute function refuse()");
    try {
      List<Future<Pulled>> others = new ArrayList<>();
      for (int i = 0; i < CROWD / 3; i++) {
        others.add(pull(from("beside " + state)));
      }
      Future<Pulled> refused = pull(from("refuse me"));
      while (others.size() < CROWD) {
        others.add(pull(from("beside " + state)));
      }

      SecretsHouse.await(Future.all(others));
      assertThat(refusal(refused)).isEqualTo(Kind.INTERNAL_ERROR);
      assertThat(rowsOf("beside " + state)).isEqualTo(CROWD);
      assertThat(rowsOf("refuse me")).isZero();
    } finally {
      house.execute("drop trigger refuse on activities", "drop function refuse");
    }
  }

  @Test
  void whatHappenedOutlivesVaultAndUser() throws Exception {
    var vault = house.vault("audit/gone");
    house.push(house.owner, "audit/gone", "development", Map.of("A", "1"));
    Caller member = house.member("goner", "audit/gone", Role.READ);
    house.pull(member, "audit/gone", "development");
    String rows =
        "select action from activities where vault_id = '%s' order by id".formatted(vault);
    List<String> before = house.rows(rows);

    house.ask(SecretsRoom.DELETE_VAULT, new DeleteVault(house.owner, "audit/gone"));
    house.ask(SecretsRoom.REMOVE_USER, new RemoveUser(house.owner, "goner"));

    assertThat(before).containsExactly("vault_created", "secrets_pushed", "secrets_pulled");
    assertThat(house.rows(rows)).isEqualTo(before);
    assertThat(
            house.rows(
                "select metadata->>'vaultId' from activities where action = 'vault_deleted' and"
                    + " metadata->>'repoFullName' = 'audit/gone'"))
        .containsExactly(vault.toString());
  }

  @Test
  void aRowSaysWhoWhatWhereAndWhichRevision() throws Exception {
    Client client = new Client("10.1.2.3", "keyway-cli/1.0", Platform.CLI, "row-1");
    house.push(house.owner, "audit/repo", "staging", Map.of("S", "1"));
    house.push(house.owner, "audit/repo", "staging", Map.of("S", "2"));

    house.pull(new Caller(house.owner.principal(), client), "audit/repo", "staging");

    assertThat(
            house.rows(
                "select a.action, a.refused, u.username, k.key_prefix, v.repo_full_name, e.name,"
                    + " a.revision, a.platform, a.ip, a.user_agent, a.metadata from activities a"
                    + " join users u on u.id = a.user_id join api_keys k on k.id = a.api_key_id"
                    + " join vaults v on v.id = a.vault_id join environments e on e.id ="
                    + " a.environment_id where a.request_id = 'row-1'"))
        .containsExactly(
            "secrets_pulled f owner kw_live_oooooooo audit/repo staging 2 cli 10.1.2.3"
                + " keyway-cli/1.0 {\"environment\": \"staging\", \"secretCount\": 1,"
                + " \"repoFullName\": \"audit/repo\"}");
  }

  private static void lockActivities(Connection connection) throws Exception {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("lock table activities in exclusive mode");
    }
  }

  private static Caller from(String userAgent) {
    return new Caller(house.owner.principal(), SecretsHouse.client(userAgent));
  }

  private static Future<Pulled> pull(Caller caller) {
    return house.rooms.call(
        SecretsRoom.PULL, SecretsHouse.pulling(caller, "audit/repo", "development"));
  }

  private static Kind refusal(Future<Pulled> pull) throws Exception {
    try {
      throw new AssertionError("answered: " + SecretsHouse.await(pull));
    } catch (ProblemException e) {
      return e.problem().kind();
    }
  }

  private static void awaitAnswer(Caller caller) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    while (true) {
      try {
        SecretsHouse.await(pull(caller));
        return;
      } catch (ProblemException e) {
        assertThat(System.nanoTime()).as("recovers in time").isLessThan(deadline);
      }
    }
  }

  private static void awaitRow(String query) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
    while (house.rows(query).isEmpty()) {
      assertThat(System.nanoTime()).as("in time: " + query).isLessThan(deadline);
    }
  }

  private static long rowsOf(String userAgent) throws Exception {
    return Long.parseLong(
        house
            .rows("select count(*) from activities where user_agent = '%s'".formatted(userAgent))
            .getFirst());
  }
}
