package sh.keyway.launcher.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import sh.keyway.launcher.start.Server;
import sh.keyway.launcher.start.StartFailure;

/** A server in the foreground. */
final class Running {
  private static final int STOP_SECONDS = 85;

  private Running() {}

  /** Starts it, prints its screen and waits for the end of the process. */
  static void untilStopped(Server server, CommandContext context) throws CommandFailure {
    stopAtTheEnd(server);
    try {
      server.start();
    } catch (StartFailure e) {
      throw new CommandFailure(String.valueOf(e.getMessage()), e.exitCode());
    }
    context.out().print(server.screen(context.program()));
    context.out().flush();
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Migrates its database. */
  static void migrate(Server server, CommandContext context) throws CommandFailure {
    stopAtTheEnd(server);
    try {
      server.migrate();
    } catch (StartFailure e) {
      throw new CommandFailure(String.valueOf(e.getMessage()), e.exitCode());
    }
    context.out().println("The database is up to date.");
  }

  /** SIGTERM and Ctrl-C stop it in order, also while it is still starting, within a bound. */
  private static void stopAtTheEnd(Server server) {
    Thread stopper = new Thread(server::close, "stop");
    stopper.setDaemon(true);
    Thread hook =
        new Thread(
            () -> {
              stopper.start();
              waitFor(stopper);
            },
            "shutdown");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private static void waitFor(Thread thread) {
    try {
      thread.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
