package sh.keyway.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import sh.keyway.postgres.EmbeddedPostgres;
import sh.keyway.postgres.EmbeddedPostgres.Login;
import sh.keyway.postgres.TestAccess;

/** A PostgreSQL for one test that harms it. */
public final class DedicatedPostgres implements AutoCloseable {
  private final Path folder;
  private final EmbeddedPostgres postgres;
  private volatile long harmed;

  private DedicatedPostgres(Path folder, EmbeddedPostgres postgres) {
    this.folder = folder;
    this.postgres = postgres;
  }

  /** Starts one in a temporary folder. */
  public static DedicatedPostgres start() throws IOException {
    Path folder = TestFolders.make();
    EmbeddedPostgres postgres = EmbeddedPostgres.start(folder);
    TestFolders.removeAtExit(folder, postgres);
    return new DedicatedPostgres(folder, postgres);
  }

  /** Its database, empty at first. */
  public TestDatabase database() {
    return new TestDatabase(postgres.owner(), postgres.application());
  }

  /** How to connect as superuser. */
  public Login superuser() {
    return TestAccess.superuser(postgres);
  }

  /** Kills it as a crash would; it comes back by itself on the same port: {@link #awaitBack()}. */
  public void kill() throws IOException {
    harmed = postgres.pid();
    TestAccess.signalPostmaster(postgres, "KILL");
  }

  /** Has it end in good order; it comes back by itself on the same port: {@link #awaitBack()}. */
  public void restart() throws IOException {
    harmed = postgres.pid();
    TestAccess.signalPostmaster(postgres, "INT");
  }

  /** Blocks until the successor of what was killed or restarted serves, at most 30 seconds. */
  public void awaitBack() throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (postgres.pid() == harmed) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("the database did not come back");
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  /** Stops it until {@link #resume()}: connections are refused. */
  public void stop() throws IOException {
    TestAccess.suspend(postgres);
  }

  /** Starts it again after {@link #stop()}, on the same port. */
  public void resume() throws IOException {
    TestAccess.resume(postgres);
  }

  /** Stops all its processes in their tracks: connections open, nothing answers. */
  public void freeze() throws IOException {
    TestAccess.signalAll(postgres, "STOP");
  }

  /** Lets it go on after {@link #freeze()}. */
  public void thaw() throws IOException {
    TestAccess.signalAll(postgres, "CONT");
  }

  /** Process that serves now. */
  public long pid() {
    return postgres.pid();
  }

  @Override
  public void close() throws IOException {
    thaw();
    postgres.close();
    TestFolders.remove(folder);
  }
}
