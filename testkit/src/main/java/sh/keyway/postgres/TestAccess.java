package sh.keyway.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import sh.keyway.postgres.EmbeddedPostgres.Login;

/**
 * What only tests may do to the embedded PostgreSQL. It lies in the product's package, but in the
 * test kit, so that the product itself cannot reach it.
 */
@NullMarked
public final class TestAccess {
  private TestAccess() {}

  /** How to connect as superuser. */
  public static Login superuser(EmbeddedPostgres postgres) {
    return postgres.superuser();
  }

  /**
   * Makes a database that is a copy of another one, with the rights the product sets up.
   *
   * @param template nobody may be connected to it
   */
  public static void copyDatabase(EmbeddedPostgres postgres, String template, String name)
      throws SQLException {
    Login login = postgres.superuser();
    try (Connection connection =
            Roles.connect(
                login.port(), Roles.MAINTENANCE_DATABASE, login.user(), login.password());
        Statement statement = connection.createStatement()) {
      statement.execute(
          "create database %s template %s owner %s".formatted(name, template, Roles.OWNER));
      Roles.grantDatabase(statement, name);
    }
  }

  /** Name of the product's database, empty as long as nobody migrates it. */
  public static String emptyTemplate() {
    return Roles.DATABASE;
  }

  /** Drops a database, cutting off whoever uses it. */
  public static void dropDatabase(EmbeddedPostgres postgres, String name) throws SQLException {
    Login login = postgres.superuser();
    try (Connection connection =
            Roles.connect(
                login.port(), Roles.MAINTENANCE_DATABASE, login.user(), login.password());
        Statement statement = connection.createStatement()) {
      statement.execute("drop database if exists " + name + " with (force)");
    }
  }

  /** Sends a signal (KILL, STOP, CONT, …) to the postmaster alone. */
  public static void signalPostmaster(EmbeddedPostgres postgres, String signal) throws IOException {
    Child.signal(ProcessHandle.of(postgres.pid()).orElseThrow(), signal);
  }

  /** Sends a signal to every process of the server, sessions included. */
  public static void signalAll(EmbeddedPostgres postgres, String signal) throws IOException {
    for (ProcessHandle process : Leftovers.ours(postgres.layout())) {
      Child.signal(process, signal);
    }
  }

  /** Processes of the server another JVM runs in this data folder, sessions included. */
  public static List<ProcessHandle> processes(Path folder) throws IOException {
    return Leftovers.ours(new Layout(folder.toRealPath()));
  }

  /** Process id of the postmaster another JVM runs in this data folder; -1 if none is ready. */
  public static long postmaster(Path folder) throws IOException {
    return PidFile.read(new Layout(folder.toRealPath()))
        .filter(PidFile::ready)
        .map(PidFile::pid)
        .orElse(-1L);
  }

  /** Sends a signal to one process. */
  public static void signal(ProcessHandle process, String signal) throws IOException {
    Child.signal(process, signal);
  }

  /** How to connect as the schema's owner to the server another JVM runs in this data folder. */
  public static Login owner(Path folder) throws IOException {
    Layout layout = new Layout(folder.toRealPath());
    int port = PidFile.read(layout).map(PidFile::port).orElseThrow();
    String password = Passwords.readOrMake(layout).owner();
    return new Login("127.0.0.1", port, Roles.DATABASE, Roles.OWNER, password);
  }

  /** Stops the server until {@link #resume}. */
  public static void suspend(EmbeddedPostgres postgres) throws IOException {
    postgres.supervisor().suspend();
  }

  /** Starts a suspended server again, on the same port. */
  public static void resume(EmbeddedPostgres postgres) throws IOException {
    postgres.supervisor().resume();
  }

  /**
   * Removes a folder with the processes still running in it.
   *
   * @return false if a living process holds it; then nothing was done
   */
  public static boolean discard(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      Layout layout = new Layout(folder.toRealPath());
      try (FolderLock _ = FolderLock.take(layout)) {
        Leftovers.clear(layout);
        Files600.deleteTree(layout.folder());
      } catch (EmbeddedPostgresException e) {
        return false;
      }
    }
    return true;
  }
}
