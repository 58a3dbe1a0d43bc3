package sh.keyway.secrets.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sh.keyway.contracts.Caller;
import sh.keyway.contracts.Scope;
import sh.keyway.secrets.SecretsHouse;

class KeyUsageTest {
  private static final long LONGER_THAN_THE_PERIOD_MILLIS = 5_500;

  private static SecretsHouse house;

  @BeforeAll
  static void open() throws Exception {
    house = SecretsHouse.open();
    house.vault("used/key");
    house.push(house.owner, "used/key", "development", Map.of("A", "1"));
  }

  @AfterAll
  static void close() throws Exception {
    house.close();
  }

  @Test
  void usesAreWrittenNowAndThenAndALockedKeyHoldsUpNobody() throws Exception {
    var created = house.mint(house.owner, Scope.READ_SECRETS);
    Caller caller = house.caller(created.token());
    long slowest = 0;
    int pulls = 0;
    try (Connection other = house.database.connectAsOwner();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("select 1 from api_keys for update");
      long start = System.nanoTime();
      while (millisSince(start) < LONGER_THAN_THE_PERIOD_MILLIS) {
        long began = System.nanoTime();
        house.pull(caller, "used/key", "development");
        slowest = Math.max(slowest, millisSince(began));
        pulls++;
        TimeUnit.MILLISECONDS.sleep(10);
      }
      other.rollback();
    }

    assertThat(slowest).isLessThan(1_000);
    String count =
        "select usage_count, last_used_at is not null from api_keys where id = '%s'"
            .formatted(created.key().id());
    long start = System.nanoTime();
    while (!house.rows(count).getFirst().equals(pulls + " t")) {
      assertThat(millisSince(start)).as("written: " + house.rows(count)).isLessThan(12_000);
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private static long millisSince(long start) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }
}
