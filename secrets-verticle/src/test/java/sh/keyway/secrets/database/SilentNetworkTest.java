package sh.keyway.secrets.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.ProblemException;
import sh.keyway.secrets.SecretsHouse;
import sh.keyway.secrets.WireTap;
import sh.keyway.testkit.TestDatabase;
import sh.keyway.testkit.TestPostgres;

/** Connections on which nothing comes through any more, without anybody being told. */
class SilentNetworkTest {
  private WireTap wire;
  private SecretsHouse house;

  @BeforeEach
  void open() throws Exception {
    TestDatabase database = TestPostgres.freshMigratedDatabase();
    wire = new WireTap(database.application().port());
    house = SecretsHouse.open(database, SecretsHouse.roomy(database, wire.port()));
    house.vault("silent/pull");
    house.push(house.owner, "silent/pull", "development", Map.of("A", "1"));
    house.pull(house.owner, "silent/pull", "development");
  }

  @AfterEach
  void close() throws Exception {
    house.close();
    wire.close();
  }

  @Test
  void pullsGoOnThroughNewConnections() throws Exception {
    wire.silence();

    long start = System.nanoTime();
    int refusals = 0;
    while (true) {
      try {
        assertThat(house.text(house.owner, "silent/pull", "development")).isEqualTo("A=1");
        break;
      } catch (ProblemException e) {
        assertThat(e.problem().kind()).isEqualTo(Kind.SERVICE_UNAVAILABLE);
        refusals++;
      }
    }

    // One deadline of the reading pipe and one of the audit's.
    assertThat(refusals).isPositive();
    assertThat(secondsSince(start)).isLessThan(5);
    // What was given up was closed; one connection of the pool is left.
    assertThat(wire.silentlyOpen()).isLessThanOrEqualTo(1);
  }

  @Test
  void aTransactionThatIsNotAnsweredGivesItsConnectionUp() throws Exception {
    wire.silence();

    long start = System.nanoTime();
    int number = 0;
    boolean pushed = false;
    while (!pushed) {
      number++;
      try {
        house.push(house.owner, "silent/pull", "development", Map.of("A", String.valueOf(number)));
        pushed = true;
      } catch (ProblemException e) {
        assertThat(e.problem().kind()).isEqualTo(Kind.SERVICE_UNAVAILABLE);
      }
    }

    assertThat(number).isGreaterThan(1);
    assertThat(secondsSince(start)).isLessThan(12);
    // The pool's is cut; the audit's, which no push has used, may be left.
    while (wire.silentlyOpen() > 1) {
      assertThat(secondsSince(start)).isLessThan(20);
      LockSupport.parkNanos(5_000_000);
    }
    assertThat(
            house.rows(
                "select count(*) from activities where action = 'secrets_pushed' and revision = 2"))
        .containsExactly("1");
  }

  private static long secondsSince(long start) {
    return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
  }
}
