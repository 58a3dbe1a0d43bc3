package sh.keyway.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.keyway.postgres.EmbeddedPostgres;

class RawServersTest {
  private static final String PULL = Requests.get("/", "");

  @TempDir static Path folder;
  private static EmbeddedPostgres postgres;

  @BeforeAll
  static void start() {
    postgres = EmbeddedPostgres.start(folder.resolve("postgres"));
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  @Test
  void aServerThatCannotStartSaysWhy() {
    Map<String, String> nowhere =
        Map.of("DATABASE_URL", "postgres://u:p@127.0.0.1:1/d", "BENCH_KEY", "AAAA");
    List<String> arguments =
        List.of("-cp", System.getProperty("java.class.path"), RawServer.class.getName());

    assertThatThrownBy(() -> ServerProcess.start("lost", folder, arguments, nowhere, "/"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ended with code 1")
        .hasMessageContaining("cannot start");
  }

  @Test
  void everyAnswerHasItsAuditRow() throws Exception {
    Options options = new Options();
    options.eventLoops = 1;
    String url = Database.url(postgres.owner());
    RawServers servers = new RawServers(options, folder, url);

    for (RawShape shape : RawShape.values()) {
      try (ServerProcess server = servers.start(shape)) {
        long before = auditRows();
        for (int i = 0; i < 5; i++) {
          Pulls.check(server, PULL, Samples.secrets(50));
        }

        assertThat(auditRows() - before).isEqualTo(5);
        assertThat(server.ready()).isPositive();
      }
    }
  }

  private static long auditRows() throws SQLException {
    EmbeddedPostgres.Login login = postgres.owner();
    try (Connection connection =
            DriverManager.getConnection(login.jdbcUrl(), login.user(), login.password());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM bench_raw.audit")) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
