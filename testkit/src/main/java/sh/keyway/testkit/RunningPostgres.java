package sh.keyway.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import sh.keyway.postgres.TestAccess;

/**
 * The embedded PostgreSQL of a server in another JVM, for tests that harm it from outside.
 *
 * @param folder data folder of that server
 */
public record RunningPostgres(Path folder) {
  /** Process that serves now; -1 while none is ready. */
  public long pid() throws IOException {
    return TestAccess.postmaster(folder);
  }

  /** Postmaster, workers and sessions. */
  public List<ProcessHandle> processes() throws IOException {
    return TestAccess.processes(folder);
  }

  /** Kills the postmaster as a crash would. */
  public void kill() throws IOException {
    signalPostmaster("KILL");
  }

  /** Has it end in good order. */
  public void end() throws IOException {
    signalPostmaster("INT");
  }

  /** Stops all its processes in their tracks: connections open, nothing answers. */
  public void freeze() throws IOException {
    signalAll("STOP");
  }

  /** Lets it go on after {@link #freeze()}. */
  public void thaw() throws IOException {
    signalAll("CONT");
  }

  /** A blocking connection as owner; the caller closes it. */
  public Connection connectAsOwner() throws IOException, SQLException {
    return TestDatabase.connect(TestAccess.owner(folder));
  }

  private void signalPostmaster(String signal) throws IOException {
    TestAccess.signal(ProcessHandle.of(pid()).orElseThrow(), signal);
  }

  private void signalAll(String signal) throws IOException {
    for (ProcessHandle process : processes()) {
      TestAccess.signal(process, signal);
    }
  }
}
