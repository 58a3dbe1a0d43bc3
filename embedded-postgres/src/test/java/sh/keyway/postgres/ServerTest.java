package sh.keyway.postgres;

import static java.nio.file.attribute.PosixFilePermission.GROUP_WRITE;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sh.keyway.postgres.EmbeddedPostgres.Login;

/** How the server is set up, asked of a running one. */
class ServerTest {
  private static Path folder;
  private static EmbeddedPostgres postgres;

  @BeforeAll
  static void start() throws Exception {
    folder = DataFolders.prepared();
    postgres = EmbeddedPostgres.start(folder);
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  @ParameterizedTest
  @CsvSource({
    "fsync, on",
    "synchronous_commit, on",
    "full_page_writes, on",
    "data_checksums, on",
    "listen_addresses, 127.0.0.1",
    "password_encryption, scram-sha-256",
    "server_encoding, UTF8",
    "log_timezone, UTC",
    "log_statement, none",
    "log_min_messages, log",
    "log_error_verbosity, terse",
    "log_min_error_statement, panic",
    "log_parameter_max_length_on_error, 0"
  })
  void isSetUpAsPromised(String setting, String value) throws SQLException {
    assertThat(Sql.query(postgres.superuser(), "show " + setting)).isEqualTo(value);
  }

  @Test
  void listensInAFolderOfItsOwn() throws SQLException, IOException {
    Path run = postgres.socketFolder().orElseThrow();

    assertThat(run).startsWith(folder.toRealPath());
    assertThat(mode(run)).isEqualTo("rwx------");
    assertThat(run.resolve(".s.PGSQL." + postgres.application().port())).exists();
    assertThat(Sql.query(postgres.superuser(), "show unix_socket_directories"))
        .isEqualTo('"' + run.toString() + '"');
    assertThat(
            Sql.query(
                postgres.superuser(),
                "select string_agg(type || ' ' || auth_method, ', ') from pg_hba_file_rules"))
        .isEqualTo("local scram-sha-256, host scram-sha-256");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "wrong"})
  void refusesAWrongPassword(String password) {
    Login login = postgres.application();
    Login wrong = new Login(login.host(), login.port(), login.database(), login.user(), password);

    assertThatThrownBy(() -> Sql.query(wrong, "select 1")).isInstanceOf(SQLException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create table t (a int)",
        "create temporary table t (a int)",
        "create schema s",
        "create role r",
        "create database d",
        "copy (select 1) to program 'cat'",
        "copy (select 1) to '/tmp/keyway-never'",
        "select pg_read_file('/etc/passwd')",
        "select * from pg_authid",
        "alter system set fsync = off"
      })
  void theApplicationMayNot(String sql) {
    assertThatThrownBy(() -> Sql.run(postgres.application(), sql))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"create role r", "create database d", "copy (select 1) to program 'cat'"})
  void theOwnerMayNotEither(String sql) {
    assertThatThrownBy(() -> Sql.run(postgres.owner(), sql))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
  }

  @Test
  void otherDatabasesAreClosedToOurRoles() {
    Login login = postgres.application();
    Login elsewhere =
        new Login(login.host(), login.port(), "postgres", login.user(), login.password());

    assertThatThrownBy(() -> Sql.query(elsewhere, "select 1"))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
  }

  @Test
  void theOwnerMakesTablesAndGrantsThem() throws SQLException {
    Sql.run(postgres.owner(), "create table granted (a int)");
    Sql.run(postgres.owner(), "grant select, insert on granted to keyway");

    Sql.run(postgres.application(), "insert into granted values (7)");

    assertThat(Sql.query(postgres.application(), "select a from granted")).isEqualTo("7");
    assertThatThrownBy(() -> Sql.run(postgres.application(), "delete from granted"))
        .isInstanceOf(SQLException.class);
  }

  @Test
  void theLogHoldsNoValues() throws SQLException, IOException {
    Sql.run(postgres.owner(), "create table logged (a text primary key, b int check (b > 0))");
    Sql.run(postgres.owner(), "insert into logged values ('canary-a', 1)");

    for (String sql :
        new String[] {
          "insert into logged values ('canary-a', 1)",
          "insert into logged values ('canary-b', -1)",
          "select 'canary-c'::int",
          "select canary-d broken",
          "do $$ begin raise exception 'canary-e'; end $$"
        }) {
      assertThatThrownBy(() -> Sql.run(postgres.owner(), sql)).isInstanceOf(SQLException.class);
    }

    String log = Files.readString(postgres.layout().log());
    assertThat(log).isNotBlank().doesNotContain("canary");
    for (Login login : new Login[] {postgres.owner(), postgres.application()}) {
      assertThat(log).doesNotContain(login.password());
      assertThat(login.toString()).doesNotContain(login.password());
    }
  }

  @Test
  void nobodyElseReadsOrWritesTheFiles() throws IOException {
    Path home = postgres.layout().home();
    assertThat(mode(home)).isEqualTo("rwx------");
    assertThat(mode(postgres.layout().secrets())).isEqualTo("rwx------");
    assertThat(mode(postgres.layout().data())).isEqualTo("rwx------");
    for (Path file :
        new Path[] {
          Passwords.file(postgres.layout(), Roles.SUPERUSER),
          Passwords.file(postgres.layout(), Roles.OWNER),
          Passwords.file(postgres.layout(), Roles.APPLICATION),
          postgres.layout().log(),
          postgres.layout().lock(),
          postgres.layout().format()
        }) {
      assertThat(mode(file)).as(file.toString()).isEqualTo("rw-------");
    }
    try (Stream<Path> files = Files.walk(home)) {
      assertThat(files.filter(f -> !Files.isSymbolicLink(f)).filter(ServerTest::othersWrite))
          .isEmpty();
    }
  }

  @Test
  void runsInASessionOfItsOwn() throws IOException {
    String stat = Files.readString(Path.of("/proc/" + postgres.pid() + "/stat"));
    String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);

    assertThat(afterName[3]).as("session").isEqualTo(Long.toString(postgres.pid()));
    assertThat(Files.readString(Path.of("/proc/" + postgres.pid() + "/limits")))
        .containsPattern("Max core file size +0 +0");
  }

  private static boolean othersWrite(Path file) {
    try {
      return !java.util.Collections.disjoint(
          Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS),
          Set.of(GROUP_WRITE, OTHERS_WRITE));
    } catch (java.nio.file.NoSuchFileException e) {
      return false; // the running server removed it
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
