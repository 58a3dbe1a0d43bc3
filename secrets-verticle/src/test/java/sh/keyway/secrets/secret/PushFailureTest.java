package sh.keyway.secrets.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.secrets.Push;
import sh.keyway.contracts.secrets.Pushed;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.crypto.CryptoVerticle;
import sh.keyway.crypto.KeyRing;
import sh.keyway.secrets.SecretsHouse;
import sh.keyway.testkit.TestDatabase;
import sh.keyway.testkit.TestPostgres;

/** A push that fails leaves everything as it was. */
@SuppressWarnings("try") // waiting may be interrupted, in tests too
class PushFailureTest {
  private static final String REPO = "fail/repo";
  private static final int MOST_BYTES = 1_000;
  private static final int MOST_KEYS = 50;
  private static final List<String> TABLES =
      List.of("environments", "revisions", "secrets", "secret_versions", "vaults");

  private static SecretsHouse house;

  @BeforeAll
  static void open() throws Exception {
    TestDatabase database = TestPostgres.freshMigratedDatabase();
    house = SecretsHouse.open(database, SecretsHouse.config(database, MOST_BYTES));
    house.vault(REPO);
    house.push(house.owner, REPO, "development", Map.of("A", "1", "B", "2"));
  }

  @AfterAll
  static void close() throws Exception {
    house.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "insert on revisions",
        "insert on secrets",
        "update on secrets",
        "insert on secret_versions",
        "update on vaults",
        "insert on activities"
      })
  void aStatementThatFailsInTheMiddleUndoesTheRest(String where) throws Exception {
    Map<String, String> before = stored();
    house.execute(
        "create function fail() returns trigger language plpgsql as $$ begin raise exception 'no';"
            + " end $$",
        "create trigger fail before " + where + " for each row execute function fail()");
    Problem problem;
    try {
      problem = refusal(Map.of("A", "changed", "C", "new"));
    } finally {
      house.execute("drop function fail cascade");
    }

    assertThat(problem).isEqualTo(Problem.internal());
    assertThat(stored()).isEqualTo(before);
    assertThat(house.text(house.owner, REPO, "development")).isEqualTo("A=1\nB=2");
  }

  @Test
  void tooManyBytesAreRefused() throws Exception {
    Map<String, String> before = stored();

    Problem problem = refusal(Map.of("A", "x".repeat(500), "B", "\u20ac".repeat(167)));

    assertThat(problem.kind()).isEqualTo(Kind.BAD_REQUEST);
    assertThat(problem.detail()).contains("1000 bytes");
    assertThat(stored()).isEqualTo(before);
  }

  @Test
  void asManyBytesAsAllowedAreTaken() throws Exception {
    Pushed pushed =
        house.push(
            house.owner, REPO, "staging", Map.of("A", "x".repeat(500), "B", "y".repeat(498)));

    assertThat(pushed.created()).isEqualTo(2);
    assertThat(house.pull(house.owner, REPO, "staging").content()).hasSize(1_003);
  }

  @Test
  void tooManyKeysAreRefused() throws Exception {
    Map<String, String> before = stored();

    Problem problem = refusal(SecretsHouse.secrets(MOST_KEYS + 1));

    assertThat(problem.kind()).isEqualTo(Kind.BAD_REQUEST);
    assertThat(problem.detail()).contains("50 secrets");
    assertThat(stored()).isEqualTo(before);
  }

  @Test
  void withoutTheCryptoRoomNothingIsWritten() throws Exception {
    try (SecretsHouse alone = SecretsHouse.open()) {
      alone.vault(REPO);
      alone.push(alone.owner, REPO, "development", Map.of("A", "1"));
      SecretsHouse.await(alone.vertx.undeploy(alone.crypto));

      for (String environment : List.of("development", "staging")) {
        assertThat(
                alone
                    .refusal(
                        SecretsRoom.PUSH,
                        new Push(alone.owner, REPO, environment, Map.of("A", "2"), false))
                    .kind())
            .isEqualTo(Kind.SERVICE_UNAVAILABLE);
      }
      assertThat(
              alone
                  .refusal(SecretsRoom.PULL, SecretsHouse.pulling(alone.owner, REPO, "development"))
                  .kind())
          .isEqualTo(Kind.SERVICE_UNAVAILABLE);
      assertThat(alone.rows("select count(*) from revisions")).containsExactly("1");

      SecretsHouse.await(
          alone.vertx.deployVerticle(new CryptoVerticle(KeyRing.parse(SecretsHouse.KEY))));
      assertThat(alone.push(alone.owner, REPO, "development", Map.of("A", "2")).revision())
          .isEqualTo(2);
    }
  }

  private static Problem refusal(Map<String, String> secrets) throws Exception {
    return house.refusal(
        SecretsRoom.PUSH, new Push(house.owner, REPO, "development", secrets, false));
  }

  /** All rows a push may touch, each with the transaction that wrote it. */
  private static Map<String, String> stored() throws Exception {
    Map<String, String> rows = new TreeMap<>();
    for (String table : TABLES) {
      rows.put(
          table,
          house
              .rows("select xmin::text, t.* from %s t order by t::text".formatted(table))
              .toString());
    }
    rows.put(
        "activities",
        house.rows("select count(*) from activities where action = 'secrets_pushed'").toString());
    return rows;
  }
}
