package sh.keyway.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TestPostgresTest {
  @Test
  void freshDatabasesKnowNothingOfEachOtherAndComeQuickly() throws SQLException {
    try (TestDatabase warm = TestPostgres.freshDatabase();
        Connection owner = warm.connectAsOwner();
        Statement statement = owner.createStatement()) {
      statement.execute("create table t (a int)");
    }

    long begin = System.nanoTime();
    TestDatabase second = TestPostgres.freshDatabase();
    Duration took = Duration.ofNanos(System.nanoTime() - begin);

    assertThat(took).isLessThan(Duration.ofSeconds(1));
    try (Connection owner = second.connectAsOwner();
        Statement statement = owner.createStatement()) {
      statement.execute("create table t (a int)");
    }
    try (Connection application = second.connectAsApplication();
        Statement statement = application.createStatement()) {
      assertThatThrownBy(() -> statement.execute("create table u (a int)"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("permission denied");
    }
  }
}
