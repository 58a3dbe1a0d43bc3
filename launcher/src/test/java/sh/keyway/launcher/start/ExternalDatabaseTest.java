package sh.keyway.launcher.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.keyway.crypto.KeyRing;
import sh.keyway.launcher.cli.Typed;
import sh.keyway.launcher.config.Configuration;
import sh.keyway.launcher.config.ConfigurationReader;
import sh.keyway.postgres.EmbeddedPostgres.Login;
import sh.keyway.testkit.TestDatabase;
import sh.keyway.testkit.TestPostgres;

class ExternalDatabaseTest {
  @TempDir private Path root;

  @Test
  void theConfiguredDatabaseIsUsedAndNoKeyIsMade() throws Exception {
    Path data = root.resolve("data");
    try (TestDatabase database = TestPostgres.freshDatabase();
        Server server = server(database.owner(), database.owner().password())) {
      server.start();
      Files.writeString(root.resolve(".env"), "KEY=value\n");
      Typed typed = new Typed(root, Map.of("KEYWAY_DATA_DIR", data.toString()));

      assertThat(typed.run("push", "acme/api", "staging")).isZero();
      assertThat(typed.run("pull", "acme/api", "staging", "-")).isZero();

      assertThat(typed.out()).isEqualTo("KEY=value\n");
      assertThat(data.resolve("keys")).doesNotExist();
      assertThat(data.resolve("postgres")).doesNotExist();
    }
  }

  @Test
  void aPushToANewRepositoryIsNoRefusalInTheAudit() throws Exception {
    try (TestDatabase database = TestPostgres.freshMigratedDatabase();
        Server server = server(database.owner(), database.owner().password())) {
      server.start();
      Files.writeString(root.resolve(".env"), "KEY=value\n");
      Map<String, String> here = Map.of("KEYWAY_DATA_DIR", root.resolve("data").toString());
      Typed owner = new Typed(root, here);

      assertThat(owner.run("push", "acme/new", "staging")).isZero();
      assertThat(owner.run("push", "acme/new", "staging")).isZero();

      assertThat(refusals(database)).isZero();

      assertThat(
              owner.run(
                  "api-key",
                  "create",
                  "--user",
                  "owner",
                  "--name",
                  "w",
                  "--scope",
                  "write:secrets"))
          .isZero();
      Typed writer =
          new Typed(
              root,
              Map.of("KEYWAY_TOKEN", owner.out().strip(), "KEYWAY_API_URL", server.address()));
      assertThat(writer.run("push", "acme/new", "staging")).isZero();
      // It may not look whether the vault is there, which is on record; its push is no refusal.
      assertThat(refusals(database)).isEqualTo(1);
      assertThat(refused(database, "secrets_pushed")).isZero();
      assertThat(writer.run("push", "acme/newer", "staging")).isZero();
    }
  }

  @Test
  void theKeysAreWipedOnceNothingNeedsThem() throws Exception {
    try (TestDatabase database = TestPostgres.freshMigratedDatabase()) {
      Configuration configuration = configuration(database.owner(), database.owner().password());
      KeyRing keys = Objects.requireNonNull(configuration.credentials().keys());
      try (Server server = new Server(configuration)) {
        server.start();
        assertThat(keys.versions()).containsExactly(1);
      }
      assertThat(keys.versions()).as("versions of a wiped ring").isEmpty();
    }
  }

  @Test
  void aRefusedPasswordIsOneClearSentence() throws Exception {
    try (TestDatabase database = TestPostgres.freshDatabase();
        Server server = server(database.owner(), "canary")) {
      assertThatThrownBy(server::start)
          .isInstanceOf(StartFailure.class)
          .hasMessageContaining("password authentication failed")
          .message()
          .doesNotContain("canary");
    }
  }

  private static long refusals(TestDatabase database) throws Exception {
    return refused(database, "%");
  }

  private static long refused(TestDatabase database, String action) throws Exception {
    try (Connection connection = database.connectAsOwner();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select count(*) from activities where refused and action like '" + action + "'")) {
      row.next();
      return row.getLong(1);
    }
  }

  private Server server(Login login, String password) throws Exception {
    return new Server(configuration(login, password));
  }

  private Configuration configuration(Login login, String password) throws Exception {
    String url =
        "postgres://%s:%s@%s:%d/%s?sslmode=disable"
            .formatted(
                login.user(),
                URLEncoder.encode(password, StandardCharsets.UTF_8),
                login.host(),
                login.port(),
                login.database());
    return ConfigurationReader.read(
        Map.of(
            "DATABASE_URL", url,
            "PORT", "0",
            "KEYWAY_DATA_DIR", root.resolve("data").toString(),
            "ENCRYPTION_KEY", "ab".repeat(32),
            "JWT_SECRET", "s".repeat(32)));
  }
}
