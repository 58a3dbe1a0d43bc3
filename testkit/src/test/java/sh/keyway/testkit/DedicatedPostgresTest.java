package sh.keyway.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DedicatedPostgresTest {
  @Test
  void isKilledRestartedStoppedAndFrozen() throws Exception {
    try (DedicatedPostgres postgres = DedicatedPostgres.start()) {
      String url = postgres.database().jdbcUrl();
      long first = postgres.pid();

      postgres.kill();
      postgres.awaitBack();
      assertThat(answer(postgres)).isTrue();
      long second = postgres.pid();
      postgres.restart();
      postgres.awaitBack();
      assertThat(answer(postgres)).isTrue();
      assertThat(postgres.pid()).isNotIn(first, second);

      postgres.stop();
      assertThatThrownBy(() -> answer(postgres)).hasMessageContaining("refused");
      postgres.resume();
      assertThat(answer(postgres)).isTrue();

      postgres.freeze();
      assertThatThrownBy(() -> answer(postgres))
          .hasRootCauseInstanceOf(SocketTimeoutException.class);
      postgres.thaw();
      assertThat(answer(postgres)).isTrue();
      assertThat(postgres.database().jdbcUrl()).isEqualTo(url);

      postgres.freeze(); // a test may fail here; closing works all the same
    }
  }

  @Test
  void foldersOfKilledBuildsAreRemovedAndOthersLeftAlone(@TempDir Path parent) throws Exception {
    Path abandoned = Files.createDirectory(parent.resolve("keyway-test-postgres-1"));
    Files.createFile(abandoned.resolve("lock"));
    Files.setLastModifiedTime(abandoned, FileTime.from(Instant.now().minusSeconds(120)));
    Path young = Files.createDirectory(parent.resolve("keyway-test-postgres-2"));
    Path stranger = Files.createDirectory(parent.resolve("something-else"));
    Files.setLastModifiedTime(stranger, FileTime.from(Instant.now().minusSeconds(120)));

    TestFolders.removeAbandoned(parent, Instant.now().minusSeconds(60));

    assertThat(abandoned).doesNotExist();
    assertThat(young).exists();
    assertThat(stranger).exists();
  }

  private static boolean answer(DedicatedPostgres postgres) throws SQLException {
    Properties properties = TestDatabase.properties(postgres.database().application());
    properties.setProperty("connectTimeout", "1");
    properties.setProperty("socketTimeout", "1");
    try (Connection connection =
            DriverManager.getConnection(postgres.database().jdbcUrl(), properties);
        Statement statement = connection.createStatement()) {
      return statement.execute("select 1");
    }
  }
}
