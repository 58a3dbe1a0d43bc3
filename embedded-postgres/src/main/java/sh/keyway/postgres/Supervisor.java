package sh.keyway.postgres;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the server running: when it dies by itself it is started again on the same port, with
 * growing pauses, until {@link #close()}.
 */
final class Supervisor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
  private static final long MAX_LOG_BYTES = 4L << 20;
  private static final int PORTS_TO_TRY = 10;
  // Below the range Linux takes the ports of outgoing connections from: after a crash the port
  // should still be free.
  private static final int FIRST_PORT = 15_000;
  private static final int LAST_PORT = 32_000;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final Duration HEALTHY_AFTER = Duration.ofSeconds(30);

  private final Layout layout;
  private final Binaries binaries;
  private final ServerLog log;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private volatile boolean closing;
  private volatile boolean suspended;
  private volatile Postmaster current;
  private long startedAt = System.nanoTime();
  private Duration pause = Duration.ZERO;

  private Supervisor(Layout layout, Binaries binaries) throws IOException {
    this.layout = layout;
    this.binaries = binaries;
    this.log = new ServerLog(layout.log(), MAX_LOG_BYTES);
    this.current = startSomewhere();
    watch(current);
  }

  static Supervisor start(Layout layout, Binaries binaries) throws IOException {
    return new Supervisor(layout, binaries);
  }

  int port() {
    return current.port();
  }

  long pid() {
    return current.pid();
  }

  /** Completes with the exit code when the process that runs now ends. */
  CompletionStage<Integer> exit() {
    return current.onExit().thenApply(Process::exitValue);
  }

  /** For the test kit only: stops the server until {@link #resume()}. */
  void suspend() throws IOException {
    lock.lock();
    try {
      suspended = true;
      current.stop();
    } finally {
      lock.unlock();
    }
  }

  /** Starts a suspended server again on its port. */
  void resume() throws IOException {
    lock.lock();
    try {
      suspended = false;
      current = start(current.port());
      watch(current);
    } catch (Postmaster.PortTakenException e) {
      throw new IOException(e);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    closing = true; // seen by a start in progress, which then gives the lock up
    lock.lock();
    try {
      changed.signalAll();
      current.stop();
      Leftovers.clear(layout); // sessions of a server that was killed just before
    } finally {
      lock.unlock();
    }
  }

  private Postmaster startSomewhere() throws IOException {
    SecureRandom random = new SecureRandom();
    for (int i = 0; i < PORTS_TO_TRY; i++) {
      try {
        return start(random.nextInt(FIRST_PORT, LAST_PORT));
      } catch (Postmaster.PortTakenException e) {
        LOG.debug("trying another port", e);
      }
    }
    throw new EmbeddedPostgresException("no free port for the database on 127.0.0.1");
  }

  private Postmaster start(int port) throws IOException, Postmaster.PortTakenException {
    long begin = System.nanoTime();
    Leftovers.clear(layout);
    Sockets.prepare(layout);
    Postmaster postmaster = Postmaster.start(layout, binaries, port, log, () -> closing);
    startedAt = System.nanoTime();
    LOG.info(
        "PostgreSQL {} is ready on port {} as process {} after {} ms",
        Format.POSTGRESQL,
        port,
        postmaster.pid(),
        (startedAt - begin) / 1_000_000);
    return postmaster;
  }

  private void watch(Postmaster postmaster) {
    Thread.ofVirtual()
        .name("postgres-supervisor")
        .start(() -> {
          int code = postmaster.onExit().join().exitValue();
          if (isWanted()) {
            LOG.warn("the database server ended by itself ({}), starting it again", code);
            revive(postmaster);
          }
        });
  }

  private void revive(Postmaster dead) {
    lock.lock();
    try {
      boolean wasHealthy = System.nanoTime() - startedAt > HEALTHY_AFTER.toNanos();
      pause = wasHealthy ? Duration.ZERO : longer(pause);
      while (isStillWanted(pause) && current == dead) {
        try {
          current = start(dead.port());
          watch(current);
        } catch (IOException | RuntimeException | Postmaster.PortTakenException e) {
          LOG.error("the database server did not start again: {}", e.getMessage());
          pause = longer(pause);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean isWanted() {
    return !closing && !suspended;
  }

  /** Whether it should run, after a pause that is cut short when that changes. */
  private boolean isStillWanted(Duration pause) {
    long left = pause.toNanos();
    try {
      while (isWanted() && left > 0) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    return isWanted();
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
  }
}
