package sh.keyway.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;
import org.postgresql.util.PSQLException;
import sh.keyway.postgres.EmbeddedPostgres;
import sh.keyway.postgres.EmbeddedPostgres.Login;

class MigrationsTest {
  /** How often each change set was applied; what a database is judged by. */
  private static final String APPLIED =
      "select id, count(*) from databasechangelog group by id order by id";

  private static final List<String> CHANGE_SETS =
      List.of(
          "activities 1",
          "api-keys 1",
          "environments 1",
          "installation 1",
          "key-checks 1",
          "local-forge 1",
          "revisions 1",
          "secrets 1",
          "users 1",
          "vaults 1");

  // Kept here: a logger nobody holds forgets its level.
  private static final Logger LIQUIBASE = Logger.getLogger("liquibase");

  @TempDir(factory = InMemory.class)
  private static Path folder;

  /** In memory where that is possible, because initdb spends its time in fsync. */
  static final class InMemory implements TempDirFactory {
    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext extension)
        throws IOException {
      Path memory = Path.of("/dev/shm");
      String prefix = "keyway-test-postgres-";
      return Files.isWritable(memory)
          ? Files.createTempDirectory(memory, prefix)
          : Files.createTempDirectory(prefix);
    }
  }

  private static EmbeddedPostgres postgres;

  @BeforeAll
  static void start() {
    LIQUIBASE.setLevel(Level.WARNING);
    postgres = EmbeddedPostgres.start(folder.resolve("postgres"));
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  @BeforeEach
  void empty() throws Exception {
    execute("drop schema public cascade", "create schema public");
  }

  @Test
  void anEmptyDatabaseIsBroughtToThisRelease() throws Exception {
    SchemaState state = migrate();

    assertThat(state.keyed()).isFalse();
    assertThat(applied()).containsAll(CHANGE_SETS).allMatch(row -> row.endsWith(" 1"));
    assertThat(rows("select release from schema_state")).containsExactly("" + Migrations.RELEASE);
    assertThat(rows("select count(*) from installation")).containsExactly("1");
  }

  @Test
  void theSecondRunOnlyLooks() throws Exception {
    migrate();
    String before = catalog();

    // Whoever held this would make a run that wants to change something wait.
    try (Connection other = connect(postgres.owner());
        Statement statement = other.createStatement()) {
      statement.execute("select pg_advisory_lock(x'6b6579776179'::bigint)");
      assertThat(inTime(MigrationsTest::migrate).keyed()).isFalse();
    }

    assertThat(catalog()).isEqualTo(before);
  }

  @Test
  void aRunThatHasToChangeSomethingWaitsForTheOneAtWork() throws Exception {
    try (Connection other = connect(postgres.owner());
        Statement statement = other.createStatement();
        var executor = Executors.newSingleThreadExecutor()) {
      statement.execute("select pg_advisory_lock(x'6b6579776179'::bigint)");
      Future<SchemaState> waiting = executor.submit(MigrationsTest::migrate);
      awaitRow("select 1 from pg_stat_activity where wait_event = 'advisory'");
      assertThat(waiting.isDone()).isFalse();
      assertThat(rows("select count(*) from pg_tables where schemaname = 'public'"))
          .containsExactly("0");

      statement.execute("select pg_advisory_unlock_all()");

      waiting.get(30, TimeUnit.SECONDS);
    }
    assertThat(applied()).containsAll(CHANGE_SETS);
  }

  @Test
  void manyAtOnceMigrateOnce() throws Exception {
    List<Callable<SchemaState>> nodes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      nodes.add(MigrationsTest::migrate);
    }
    try (var executor = Executors.newFixedThreadPool(nodes.size())) {
      for (Future<SchemaState> node : executor.invokeAll(nodes)) {
        assertThat(node.get(60, TimeUnit.SECONDS).keyed()).isFalse();
      }
    }

    assertThat(applied()).containsAll(CHANGE_SETS).allMatch(row -> row.endsWith(" 1"));
    assertThat(rows("select count(*) from installation")).containsExactly("1");
  }

  @Test
  void aRunKilledInTheMiddleIsRepairedByTheNext() throws Exception {
    try (Connection inTheWay = connect(postgres.owner());
        Statement statement = inTheWay.createStatement()) {
      inTheWay.setAutoCommit(false);
      statement.execute("create table vaults (one int)"); // the run has to wait for us here
      Process run = childRun();
      awaitRow(
          "select 1 from pg_stat_activity where wait_event_type = 'Lock' and query ilike"
              + " '%create table vaults%'");
      run.destroyForcibly().waitFor();
      assertThat(applied()).contains("users 1").doesNotContain("vaults 1");
      assertThat(rows("select locked from databasechangeloglock")).containsExactly("t");
      inTheWay.rollback();
    }

    inTime(MigrationsTest::migrate);

    assertThat(applied()).containsAll(CHANGE_SETS).allMatch(row -> row.endsWith(" 1"));
    assertThat(rows("select locked from databasechangeloglock")).containsExactly("f");
    assertThat(rows("select count(*) from installation")).containsExactly("1");
  }

  @Test
  void aRunKilledBeforeItsLastStepIsRepairedByTheNext() throws Exception {
    migrate();
    execute("drop table schema_state", "revoke all on users from " + application());

    migrate();

    assertThat(rows("select release from schema_state")).containsExactly("" + Migrations.RELEASE);
    try (Connection server = connect(postgres.application())) {
      assertThat(rows(server, "select count(*) from users")).containsExactly("0");
    }
  }

  @Test
  void theNextReleasesSchemaIsAcceptedAndLeftAlone() throws Exception {
    migrate();
    execute(
        "update schema_state set fingerprint = 'of the next release', release = "
            + (Migrations.RELEASE + 1));
    String before = catalog();

    migrate();

    assertThat(catalog()).isEqualTo(before);
    assertThat(rows("select release, fingerprint from schema_state"))
        .containsExactly(Migrations.RELEASE + 1 + " of the next release");
  }

  @Test
  void aSchemaTwoReleasesAheadIsRefusedAndLeftAlone() throws Exception {
    migrate();
    int far = Migrations.RELEASE + 2;
    execute("update schema_state set fingerprint = 'of a later release', release = " + far);
    String before = catalog();

    assertThatThrownBy(MigrationsTest::migrate)
        .isInstanceOf(MigrationException.class)
        .hasMessage(
            "the database has the schema of release %s, this is release %s: start a newer keyway-server",
            far, Migrations.RELEASE);

    assertThat(catalog()).isEqualTo(before);
    assertThat(rows("select release, fingerprint from schema_state"))
        .containsExactly(far + " of a later release");
  }

  @Test
  void aDatabaseThatWasSealedInSaysSo() throws Exception {
    migrate();
    execute("insert into key_checks (key_version, sealed, active) values (1, 'x', true)");

    assertThat(migrate().keyed()).isTrue();
  }

  @Test
  void theServersRoleAddsToTheAuditAndReadsIt() throws Exception {
    migrate();
    try (Connection server = connect(postgres.application())) {
      execute(
          server,
          "insert into activities (id, created_at, action, refused, platform, metadata) values"
              + " (gen_random_uuid(), now(), 'test', false, 'api', '{}')");
      assertThat(rows(server, "select action from activities")).containsExactly("test");
    }
  }

  @Test
  void theServersRoleChangesNeitherAuditNorSchema() throws Exception {
    migrate();
    List<String> forbidden =
        List.of(
            "update activities set action = 'x'",
            "delete from activities",
            "truncate activities",
            "drop table activities",
            "alter table users add column x int",
            "create table x (y int)",
            "create index x on users (plan)",
            "create schema x",
            "select * from databasechangelog",
            "delete from databasechangelog",
            "update databasechangeloglock set locked = true",
            "update schema_state set release = 9",
            "update installation set id = gen_random_uuid()",
            "delete from installation",
            "insert into installation default values");
    try (Connection server = connect(postgres.application())) {
      for (String statement : forbidden) {
        assertThatThrownBy(() -> execute(server, statement))
            .as(statement)
            .isInstanceOfSatisfying(
                PSQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
      }
    }
  }

  @Test
  void sealedRowsOfSevenKilobytesStayInTheTable() throws Exception {
    migrate();
    execute(
        "insert into users (forge, forge_user_id, username) values ('local', 1, 'a')",
        "insert into vaults (forge, forge_repo_id, repo_full_name, owner_id, is_private) select"
            + " 'local', 1, 'a/b', id, true from users",
        "insert into environments (vault_id, name, type, display_order) select id, 'e',"
            + " 'standard', 0 from vaults");

    seal(1, 20, 7 * 1024);

    assertThat(
            rows(
                "select attstorage from pg_attribute where attname = 'sealed' and attrelid ="
                    + " 'revisions'::regclass"))
        .containsExactly("e");
    assertThat(toastBytes()).isZero();
    seal(21, 21, 9 * 1024);
    assertThat(toastBytes()).isPositive();
  }

  /** Revisions of so many bytes, well compressible, so that compression would show. */
  private static void seal(int first, int last, int bytes) throws Exception {
    execute(
        "insert into revisions (environment_id, number, key_version, sealed, secret_count) select"
            + " e.id, n, 1, decode(repeat('ab', %d), 'hex'), 1 from environments e,"
                .formatted(bytes)
            + " generate_series(%d, %d) n".formatted(first, last));
  }

  private static long toastBytes() throws Exception {
    return Long.parseLong(
        rows("select pg_relation_size(reltoastrelid) from pg_class where oid ="
                + " 'revisions'::regclass")
            .getFirst());
  }

  private static SchemaState migrate() throws MigrationException {
    Login owner = postgres.owner();
    return Migrations.apply(owner.jdbcUrl(), properties(owner), application());
  }

  private static Process childRun() throws Exception {
    Login owner = postgres.owner();
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    return new ProcessBuilder(
            java.toString(),
            "-cp",
            System.getProperty("java.class.path"),
            MigrateMain.class.getName(),
            owner.jdbcUrl(),
            owner.user(),
            owner.password(),
            application())
        .redirectErrorStream(true)
        .redirectOutput(Files.createTempFile(folder, "child", ".log").toFile())
        .start();
  }

  private static SchemaState inTime(Callable<SchemaState> run) throws Exception {
    try (var executor = Executors.newSingleThreadExecutor()) {
      return executor.submit(run).get(30, TimeUnit.SECONDS);
    }
  }

  /** Everything the schema consists of, as identities that change with every change to it. */
  private static String catalog() throws Exception {
    return rows(
            "select c.relname, c.xmin, c.relacl from pg_class c join pg_namespace n on n.oid ="
                + " c.relnamespace where n.nspname = 'public' order by c.relname")
        + rows("select id, dateexecuted from databasechangelog order by orderexecuted").toString();
  }

  private static List<String> applied() throws Exception {
    return rows(APPLIED);
  }

  private static String application() {
    return postgres.application().user();
  }

  private static void awaitRow(String query) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (rows(query).isEmpty()) {
      assertThat(System.nanoTime()).as("in time: " + query).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private static List<String> rows(String query) throws SQLException {
    try (Connection connection = connect(postgres.owner())) {
      return rows(connection, query);
    }
  }

  private static List<String> rows(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        StringBuilder row = new StringBuilder();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          row.append(i > 1 ? " " : "").append(rows.getString(i));
        }
        found.add(row.toString());
      }
      return found;
    }
  }

  private static void execute(String... statements) throws SQLException {
    try (Connection connection = connect(postgres.owner())) {
      for (String statement : statements) {
        execute(connection, statement);
      }
    }
  }

  private static void execute(Connection connection, String text) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(text);
    }
  }

  private static Connection connect(Login login) throws SQLException {
    return DriverManager.getConnection(login.jdbcUrl(), properties(login));
  }

  private static Properties properties(Login login) {
    Properties properties = new Properties();
    properties.setProperty("user", login.user());
    properties.setProperty("password", login.password());
    return properties;
  }
}
