package sh.keyway.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Processes a killed server left behind. Ours is whatever runs a program out of our own folder:
 * that is what the kernel says, not the pid file, whose number may belong to anyone by now.
 */
final class Leftovers {
  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
  private static final Duration POLITE = Duration.ofSeconds(15);
  private static final Duration FIRM = Duration.ofSeconds(5);

  private Leftovers() {}

  /** Ends them and clears away a pid file that names a stranger; the lock must be held. */
  static void clear(Layout layout) throws IOException {
    Optional<PidFile> pidFile = PidFile.read(layout);
    List<ProcessHandle> ours = ours(layout);
    if (!ours.isEmpty()) {
      LOG.warn("stopping {} process(es) of a database server that was left alone", ours.size());
      // The postmaster first: it stops its own children in order and writes a checkpoint.
      long postmaster = pidFile.map(PidFile::pid).orElse(-1L);
      end(ours, p -> true, "CONT", Duration.ZERO); // a suspended process hears nothing
      end(ours, p -> p.pid() == postmaster, "INT", POLITE);
      end(ours, p -> true, "QUIT", FIRM);
      end(ours, p -> true, "KILL", FIRM);
      if (!ours(layout).isEmpty()) {
        throw new EmbeddedPostgresException(
            "a database server of an earlier run does not stop: process " + ours.getFirst().pid());
      }
    }
    if (pidFile.map(file -> isStranger(file.pid(), layout)).orElse(true)) {
      // PostgreSQL would take the stranger for a running server, and fails on a file without a pid
      // (power was lost while it was written). A pid nobody has is left to it: it also looks for
      // shared memory still in use.
      if (Files.deleteIfExists(PidFile.path(layout))) {
        LOG.info("removed a pid file that does not name a process of ours");
      }
    }
  }

  static List<ProcessHandle> ours(Layout layout) {
    return ProcessHandle.allProcesses().filter(p -> isOurs(p, layout)).toList();
  }

  /** Whether it runs a program of this data folder. */
  static boolean isOurs(ProcessHandle process, Layout layout) {
    return process
        .info()
        .command()
        .map(Path::of)
        .filter(program -> program.startsWith(layout.home()))
        .isPresent();
  }

  private static boolean isStranger(long pid, Layout layout) {
    // One without a program is dead, but not yet or never cleared away by its parent; to PostgreSQL
    // it would look alive.
    return ProcessHandle.of(pid).filter(process -> !isOurs(process, layout)).isPresent();
  }

  private static void end(
      List<ProcessHandle> processes, Predicate<ProcessHandle> which, String signal, Duration wait)
      throws IOException {
    List<ProcessHandle> chosen =
        processes.stream().filter(ProcessHandle::isAlive).filter(which).toList();
    for (ProcessHandle process : chosen) {
      Child.signal(process, signal);
    }
    long deadline = System.nanoTime() + wait.toNanos();
    for (ProcessHandle process : chosen) {
      Child.await(process, Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
    }
  }
}
