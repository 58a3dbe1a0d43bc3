package sh.keyway.postgres;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server process, from start to end. */
final class Postmaster {
  private static final Logger LOG = LoggerFactory.getLogger(Postmaster.class);
  private static final Duration READY_WITHIN = Duration.ofMinutes(2); // crash recovery included
  private static final Duration FAST_SHUTDOWN = Duration.ofSeconds(20);
  private static final Duration IMMEDIATE_SHUTDOWN = Duration.ofSeconds(5);
  private static final long POLL_MILLIS = 5;

  private final Process process;
  private final int port;

  private Postmaster(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts it and waits until it accepts connections.
   *
   * @param cancelled asked while waiting; if true the start is given up
   * @throws PortTakenException if something else listens there
   */
  static Postmaster start(
      Layout layout, Binaries binaries, int port, ServerLog log, BooleanSupplier cancelled)
      throws IOException, PortTakenException {
    Process process =
        Child.service(ServerSettings.commandLine(layout, binaries, port), layout.data())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    process.getOutputStream().close();
    log.follow(process.getErrorStream());
    Postmaster postmaster = new Postmaster(process, port);
    boolean ready = false;
    try {
      postmaster.awaitReady(layout, log, cancelled);
      ready = true;
      return postmaster;
    } finally {
      if (!ready) {
        postmaster.stop();
      }
    }
  }

  long pid() {
    return process.pid();
  }

  int port() {
    return port;
  }

  CompletableFuture<Process> onExit() {
    return process.onExit();
  }

  /** Fast shutdown, then immediate, then by force; each wait is bounded. Idempotent. */
  void stop() throws IOException {
    long begin = System.nanoTime();
    if (ended("INT", FAST_SHUTDOWN)
        || ended("QUIT", IMMEDIATE_SHUTDOWN)
        || ended("KILL", IMMEDIATE_SHUTDOWN)) {
      LOG.debug("database stopped in {} ms", (System.nanoTime() - begin) / 1_000_000);
    } else {
      LOG.error("the database process {} does not end", process.pid());
    }
  }

  private boolean ended(String signal, Duration wait) throws IOException {
    if (process.isAlive()) {
      Child.signal(process.toHandle(), signal);
    }
    return Child.await(process.toHandle(), wait);
  }

  /**
   * The server says in its pid file when it is ready. Since the file must name our own child, a
   * stranger who listens on the port is never taken for it.
   */
  private void awaitReady(Layout layout, ServerLog log, BooleanSupplier cancelled)
      throws IOException, PortTakenException {
    long deadline = System.nanoTime() + READY_WITHIN.toNanos();
    while (!isReady(PidFile.read(layout))) {
      if (Child.await(process.toHandle(), Duration.ofMillis(POLL_MILLIS))) {
        throw ended(log.tail());
      }
      if (cancelled.getAsBoolean()) {
        throw new EmbeddedPostgresException("closed while the database was starting");
      }
      if (System.nanoTime() > deadline) {
        throw new EmbeddedPostgresException(
            "the database was not ready within " + READY_WITHIN + ": " + log.tail());
      }
    }
  }

  private EmbeddedPostgresException ended(String log) throws PortTakenException {
    if (log.contains("Address already in use")) {
      throw new PortTakenException();
    }
    return new EmbeddedPostgresException(
        "the database ended while starting ("
            + process.onExit().join().exitValue()
            + "): "
            + Child.explain(log));
  }

  private boolean isReady(Optional<PidFile> file) {
    return file.filter(f -> f.pid() == process.pid() && f.port() == port && f.ready()).isPresent();
  }

  /** Something else listens on the port. */
  static final class PortTakenException extends Exception {
    private static final long serialVersionUID = 1L;

    PortTakenException() {
      super("the port is taken");
    }
  }
}
