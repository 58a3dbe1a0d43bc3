package sh.keyway.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is killed comes back, with everything that was acknowledged. */
class CrashTest {
  @Test
  void aRestartKeepsDataAndPasswordsAndIsQuick() throws Exception {
    Path folder = DataFolders.prepared();
    String password;
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder)) {
      assertThat(postgres.fresh()).isTrue();
      password = postgres.owner().password();
      Sql.run(postgres.owner(), "create table t as select 42 a");
    }

    long begin = System.nanoTime();
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder)) {
      long millis = (System.nanoTime() - begin) / 1_000_000;
      System.out.println("restart took " + millis + " ms");
      assertThat(postgres.fresh()).isFalse();
      assertThat(postgres.owner().password()).isEqualTo(password);
      assertThat(Sql.query(postgres.owner(), "select a from t")).isEqualTo("42");
    }
    assertThat(Leftovers.ours(new Layout(folder))).isEmpty();
  }

  @Test
  void aServerThatDiesComesBackOnItsPort() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(DataFolders.prepared())) {
      Sql.run(postgres.owner(), "create table t as select 42 a");
      int port = postgres.owner().port();
      List<String> signals = new ArrayList<>(List.of("KILL", "INT", "QUIT", "SEGV"));
      if (Boolean.getBoolean("keyway.long")) {
        signals.addAll(Collections.nCopies(50, "KILL"));
      }
      for (String signal : signals) {
        long dead = postgres.pid();
        try (Connection busy = Sql.connect(postgres.owner());
            Statement statement = busy.createStatement()) {
          statement.execute("begin; insert into t values (43)"); // a session to be left over

          Child.signal(ProcessHandle.of(dead).orElseThrow(), signal);

          awaitSuccessor(postgres, dead);
        }
        assertThat(Sql.query(postgres.owner(), "select string_agg(a::text, ',') from t"))
            .as(signal)
            .isEqualTo("42");
        assertThat(postgres.owner().port()).isEqualTo(port);
      }
    }
  }

  private static void awaitSuccessor(EmbeddedPostgres postgres, long dead)
      throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (postgres.pid() == dead && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    assertThat(postgres.pid()).isNotEqualTo(dead);
  }

  @Test
  void closingWhileItIsDownStopsTheRevival() throws Exception {
    EmbeddedPostgres postgres = EmbeddedPostgres.start(DataFolders.prepared());
    Child.signal(ProcessHandle.of(postgres.pid()).orElseThrow(), "KILL");

    assertThat(postgres.exit().toCompletableFuture().get(20, TimeUnit.SECONDS)).isEqualTo(137);
    postgres.close();
    postgres.close();

    assertThat(Leftovers.ours(postgres.layout())).isEmpty();
  }

  @Test
  void theServerOfAKilledJvmIsStoppedAndStartedAnew() throws Exception {
    Path folder = DataFolders.prepared();
    long orphan;
    try (ChildServer child = ChildServer.start(folder)) {
      orphan = Long.parseLong(child.outcome()[1]);
      assertThat(Files.readString(Path.of("/proc/" + orphan + "/environ")))
          .as("environment of the server")
          .doesNotContain(ChildServer.CANARY)
          .doesNotContain("PATH=", "HOME=");
      child.kill();
    }
    assertThat(ProcessHandle.of(orphan).orElseThrow().isAlive()).isTrue();

    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder)) {
      assertThat(ProcessHandle.of(orphan).map(ProcessHandle::isAlive).orElse(false)).isFalse();
      assertThat(postgres.pid()).isNotEqualTo(orphan);
      assertThat(Sql.query(postgres.application(), "select 1")).isEqualTo("1");
    }
  }

  @Test
  void aFrozenServerOfAKilledJvmIsStoppedToo() throws Exception {
    Path folder = DataFolders.prepared();
    try (ChildServer child = ChildServer.start(folder)) {
      long orphan = Long.parseLong(child.outcome()[1]);
      child.kill();
      Child.signal(ProcessHandle.of(orphan).orElseThrow(), "STOP");
    }

    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder)) {
      assertThat(Sql.query(postgres.application(), "select 1")).isEqualTo("1");
    }
  }

  @Test
  void aPidFileThatNamesAStrangerIsNoServer() throws Exception {
    Path folder = DataFolders.prepared();
    Process stranger = new ProcessBuilder("sleep", "60").start();
    Layout layout = new Layout(folder.toRealPath());
    Files.writeString(
        PidFile.path(layout),
        stranger.pid() + "\n" + layout.data() + "\n1\n15000\n\n127.0.0.1\n\nready\n");

    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder)) {
      assertThat(postgres.pid()).isNotEqualTo(stranger.pid());
      assertThat(stranger.isAlive()).as("left alone").isTrue();
      assertThat(Sql.query(postgres.application(), "select 1")).isEqualTo("1");
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void aPidFileThatNamesADeadProcessNobodyClearedAwayIsNoServer() throws Exception {
    Path folder = DataFolders.prepared();
    Layout layout = new Layout(folder.toRealPath());
    // The shell turns into sleep, which never asks after the child it does not know it has.
    Process parent = new ProcessBuilder("sh", "-c", "(exit 0) & echo $!; exec sleep 60").start();
    try {
      long dead = Long.parseLong(parent.inputReader().readLine());
      Files.writeString(
          PidFile.path(layout), dead + "\n" + layout.data() + "\n1\n15000\n\n127.0.0.1\n\nready\n");

      try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder)) {
        assertThat(Sql.query(postgres.application(), "select 1")).isEqualTo("1");
      }
    } finally {
      parent.destroyForcibly();
    }
  }

  @Test
  void aBrokenOrStalePidFileIsNoServer() throws Exception {
    Path folder = DataFolders.prepared();
    for (String content : new String[] {"", "garbage\n", "999999999\n"}) {
      Files.writeString(PidFile.path(new Layout(folder.toRealPath())), content);

      try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder)) {
        assertThat(Sql.query(postgres.application(), "select 1")).isEqualTo("1");
      }
    }
  }

  @Test
  void aStrangerOnThePortIsNotAdopted() throws Exception {
    Path folder = DataFolders.prepared();
    Layout layout = new Layout(folder.toRealPath());
    Binaries binaries = Binaries.unpack(layout, Platform.current());
    ServerLog log = new ServerLog(layout.log(), 1 << 20);
    try (ServerSocket stranger = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      org.assertj.core.api.Assertions.assertThatThrownBy(
              () -> Postmaster.start(layout, binaries, stranger.getLocalPort(), log, () -> false))
          .isInstanceOf(Postmaster.PortTakenException.class);
    }
    assertThat(Leftovers.ours(layout)).isEmpty();
  }

  @Test
  void aFirstStartKilledBeforeTheRolesWereMadeIsFinished() throws Exception {
    Path folder = DataFolders.prepared();
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder)) {
      try (Connection c = superuser(postgres);
          Statement statement = c.createStatement()) {
        statement.execute("drop database keyway");
        statement.execute("drop role keyway");
      }
      Files.delete(postgres.layout().bootstrapped());
    }

    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder)) {
      assertThat(postgres.fresh()).isTrue();
      assertThat(Sql.query(postgres.application(), "select current_user")).isEqualTo("keyway");
    }
  }

  @Test
  void lostRolePasswordsAreMadeAnew() throws Exception {
    Path folder = DataFolders.prepared();
    Files.delete(Passwords.file(new Layout(folder), Roles.APPLICATION));

    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder)) {
      assertThat(Sql.query(postgres.application(), "select current_user")).isEqualTo("keyway");
    }
  }

  private static Connection superuser(EmbeddedPostgres postgres) throws SQLException {
    return Roles.connect(
        postgres.superuser().port(),
        Roles.MAINTENANCE_DATABASE,
        Roles.SUPERUSER,
        postgres.superuser().password());
  }
}
