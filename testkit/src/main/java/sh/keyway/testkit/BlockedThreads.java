package sh.keyway.testkit;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/**
 * Fails a test class during which Vert.x found one of its threads blocked (architecture rule 1).
 * Found by JUnit itself wherever the test kit is on the class path.
 */
public final class BlockedThreads implements BeforeAllCallback, AfterAllCallback {
  private static final String CHECKER = "io.vertx.core.impl.BlockedThreadChecker";
  private static final List<String> FOUND = new CopyOnWriteArrayList<>();
  private static boolean watching;

  @Override
  public void beforeAll(ExtensionContext context) {
    begin();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    check();
  }

  static void begin() {
    watch();
    FOUND.clear();
  }

  static boolean found() {
    return !FOUND.isEmpty();
  }

  static void check() {
    List<String> found = List.copyOf(FOUND);
    FOUND.clear();
    if (!found.isEmpty()) {
      throw new AssertionError("event loops were blocked: " + found);
    }
  }

  private static synchronized void watch() {
    if (watching || !(LoggerFactory.getLogger(CHECKER) instanceof Logger logger)) {
      return;
    }
    watching = true;
    AppenderBase<ILoggingEvent> appender =
        new AppenderBase<>() {
          @Override
          protected void append(ILoggingEvent event) {
            FOUND.add(event.getFormattedMessage());
          }
        };
    appender.setContext(logger.getLoggerContext());
    appender.start();
    logger.addAppender(appender);
  }
}
