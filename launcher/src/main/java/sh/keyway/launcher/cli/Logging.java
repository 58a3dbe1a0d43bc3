package sh.keyway.launcher.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Everything logs through one pipe to standard error. */
final class Logging {
  private Logging() {}

  /** Redirects what libraries log and sets the level of our own. */
  static void setUp(String level) {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    if (LoggerFactory.getLogger("sh.keyway") instanceof Logger ours) {
      ours.setLevel(Level.toLevel(level, Level.INFO));
    }
  }
}
