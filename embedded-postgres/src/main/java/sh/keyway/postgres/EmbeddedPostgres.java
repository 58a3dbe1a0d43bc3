package sh.keyway.postgres;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running PostgreSQL, a child process of ours on loopback. If it dies by itself it is started
 * again on the same port; if we are killed, the next start on the folder stops what is left of it.
 * It is stopped by {@link #close()} only, which the caller must call before the JVM ends; there is
 * no shutdown hook, so that the caller decides the order.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
  private static final String HOST = "127.0.0.1";

  private final Layout layout;
  private final FolderLock lock;
  private final Supervisor server;
  private final Passwords passwords;
  private final boolean fresh;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedPostgres(
      Layout layout, FolderLock lock, Supervisor server, Passwords passwords, boolean fresh) {
    this.layout = layout;
    this.lock = lock;
    this.server = server;
    this.passwords = passwords;
    this.fresh = fresh;
  }

  /**
   * Starts it; blocks until it accepts connections. In the folder it keeps {@code lock}, {@code
   * format} and {@code postgres/}, readable by the owner only.
   *
   * @param folder where its data and passwords live, made if missing
   * @throws EmbeddedPostgresException if that did not work: another server runs on the folder, the
   *     folder is of another release, the machine is not supported, …; its message is for an
   *     operator
   */
  public static EmbeddedPostgres start(Path folder) {
    long begin = System.nanoTime();
    try {
      Files600.makeFolder(folder);
      Layout layout = new Layout(folder.toRealPath());
      Ownership.check(layout);
      FolderLock lock = FolderLock.take(layout);
      boolean started = false;
      try {
        EmbeddedPostgres postgres = startLocked(layout, lock);
        started = true;
        LOG.info("database started in {} ms", (System.nanoTime() - begin) / 1_000_000);
        return postgres;
      } finally {
        if (!started) {
          lock.close();
        }
      }
    } catch (AccessDeniedException e) {
      throw new EmbeddedPostgresException(
          "the user that runs this may not work in the data folder: " + e.getMessage(), e);
    } catch (IOException | SQLException e) {
      throw new EmbeddedPostgresException(
          "the database in " + folder + " could not be started: " + e.getMessage(), e);
    }
  }

  private static EmbeddedPostgres startLocked(Layout layout, FolderLock lock)
      throws IOException, SQLException {
    Format.check(layout);
    Files600.makeFolder(layout.home());
    Leftovers.clear(layout);
    Binaries binaries = Binaries.unpack(layout, Platform.current());
    binaries.removeOthers();
    Passwords passwords = Passwords.readOrMake(layout);
    InitDb.ensure(layout, binaries);
    Sockets.tellIfNone(layout);
    Supervisor server = Supervisor.start(layout, binaries);
    boolean complete = false;
    try {
      Bootstrap.ensure(layout, server.port(), passwords);
      boolean fresh = Roles.isEmpty(server.port(), passwords);
      complete = true;
      return new EmbeddedPostgres(layout, lock, server, passwords, fresh);
    } finally {
      if (!complete) {
        server.close();
      }
    }
  }

  /** How to connect as the role that owns the schema. */
  public Login owner() {
    return login(Roles.OWNER, passwords.owner());
  }

  /**
   * How to connect as the role the server works with: it may use what the owner grants it and make
   * nothing.
   */
  public Login application() {
    return login(Roles.APPLICATION, passwords.application());
  }

  /**
   * Folder of the Unix domain socket, the way to connect for whoever can: only the user that runs
   * this gets in, whereas while the server is down another user could take its TCP port and ask for
   * the password. Empty if the data folder's path is too long for a socket ({@code sun_path}).
   */
  public Optional<Path> socketFolder() {
    return Sockets.folder(layout);
  }

  /** For the test kit only, hence not public: the product never works as superuser. */
  Login superuser() {
    return login(Roles.SUPERUSER, passwords.superuser());
  }

  /** For the test kit only: who keeps the process running. */
  Supervisor supervisor() {
    return server;
  }

  /** For the test kit only. */
  Layout layout() {
    return layout;
  }

  /**
   * Whether the database was made by this start, or by an earlier one that did not live long enough
   * to put a first table into it.
   */
  public boolean fresh() {
    return fresh;
  }

  /** Process that serves now; another one after it died and was started again. */
  public long pid() {
    return server.pid();
  }

  /**
   * Completes with the exit code when the process that serves now ends, for whatever reason. Ask
   * again to watch its successor.
   */
  public CompletionStage<Integer> exit() {
    return server.exit();
  }

  /**
   * Stops it, cutting off whoever is still connected; blocks, normally well under a second and at
   * most half a minute. Repeating it does nothing.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try (lock) {
      server.close();
    } catch (IOException e) {
      throw new EmbeddedPostgresException("the database did not stop cleanly", e);
    }
  }

  private Login login(String user, String password) {
    return new Login(HOST, server.port(), Roles.DATABASE, user, password);
  }

  /**
   * How to connect.
   *
   * @param host always loopback
   * @param port chosen afresh at each start
   * @param database name of the database
   * @param user role
   * @param password its password
   */
  public record Login(String host, int port, String database, String user, String password) {
    /** Address for JDBC, without user and password. */
    public String jdbcUrl() {
      return "jdbc:postgresql://" + host + ":" + port + "/" + database;
    }

    /** Gives nothing away. */
    @Override
    public String toString() {
      return "Login[" + user + "@" + host + ":" + port + "/" + database + "]";
    }
  }
}
