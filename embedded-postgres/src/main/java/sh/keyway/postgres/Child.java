package sh.keyway.postgres;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs PostgreSQL's programs: with an empty environment, never as a visible root. */
final class Child {
  private static final long POLL_MILLIS = 2;

  private Child() {}

  /** A command that runs in the foreground and ends by itself. */
  static ProcessBuilder command(List<String> command, Path workingFolder) {
    return builder(asOrdinaryUser(command), workingFolder);
  }

  /**
   * A command in a session of its own where the system has {@code setsid}: Ctrl-C goes to every
   * process of the terminal's foreground group, and the database must outlive the server that is
   * still finishing requests. The pid stays that of the process started, since each program on the
   * way replaces itself with the next.
   */
  static ProcessBuilder service(List<String> command, Path workingFolder) {
    List<String> whole = new ArrayList<>();
    find("setsid").ifPresent(setsid -> whole.add(setsid.toString()));
    // No core dumps: they would hold what the tables hold.
    find("prlimit")
        .ifPresent(prlimit -> whole.addAll(List.of(prlimit.toString(), "--core=0", "--")));
    whole.addAll(asOrdinaryUser(command));
    return builder(whole, workingFolder);
  }

  /** What a program printed, with a hint if it is root that was the trouble. */
  static String explain(String output) {
    return output.contains("unshare")
        ? output
            + ". This system does not let root run PostgreSQL (no user namespaces); start as an"
            + " ordinary user, or set DATABASE_URL"
        : output;
  }

  /** Sends a signal, e.g. INT; Java itself can only send TERM and KILL. */
  static void signal(ProcessHandle process, String name) throws IOException {
    ProcessBuilder kill =
        builder(
            List.of("/bin/sh", "-c", "kill -\"$1\" \"$2\"", "sh", name, "" + process.pid()),
            Path.of("/"));
    Process running =
        kill.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    await(running.toHandle(), Duration.ofSeconds(5));
  }

  /**
   * Whether it ended in time. Asks again and again: for a process that is not a child of ours
   * {@link ProcessHandle#onExit} does the same, but with pauses that grow to seconds.
   */
  static boolean await(ProcessHandle process, Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    try {
      while (process.isAlive() && System.nanoTime() < deadline) {
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return !process.isAlive();
  }

  private static ProcessBuilder builder(List<String> command, Path workingFolder) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    return builder.directory(workingFolder.toFile());
  }

  private static List<String> asOrdinaryUser(List<String> command) {
    if (new UnixSystem().getUid() != 0) {
      return command;
    }
    Path unshare =
        find("unshare")
            .orElseThrow(() ->
                new EmbeddedPostgresException(
                    "PostgreSQL does not run as root, and the program unshare (util-linux),"
                        + " which would hide that, is not installed. Start as an ordinary"
                        + " user, or set DATABASE_URL"));
    List<String> wrapped = new ArrayList<>(List.of(unshare.toString(), "-U", "--"));
    wrapped.addAll(command);
    return wrapped;
  }

  // Fixed folders rather than PATH: what runs the database is not up to the environment.
  private static Optional<Path> find(String program) {
    return Stream.of("/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/local/bin")
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
