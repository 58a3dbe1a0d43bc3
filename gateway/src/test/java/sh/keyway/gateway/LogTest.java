package sh.keyway.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import sh.keyway.contracts.secrets.Pulled;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.gateway.support.House;
import sh.keyway.gateway.support.Samples;

/** What the gateway writes down. */
class LogTest {
  private static final String PULL = "/v1/secrets/pull?repo=acme/api&environment=canary-query";

  @Test
  void atInfoARequestLeavesNoLineAndAtDebugNoSecret() {
    assertThat(lines(Level.INFO)).isEmpty();
    List<String> debug = lines(Level.DEBUG);
    assertThat(debug).anyMatch(line -> line.contains("/v1/secrets/pull"));
    assertThat(debug).noneMatch(line -> line.contains("canary") || line.contains(Samples.KEY));
  }

  private static List<String> lines(Level level) {
    Logger logger = (Logger) LoggerFactory.getLogger("sh.keyway");
    ListAppender<ILoggingEvent> appender = new ListAppender<>();
    Level before = logger.getLevel();
    appender.start();
    logger.addAppender(appender);
    logger.setLevel(level);
    try (House house = new House()) {
      house.room().says(SecretsRoom.PULL, new Pulled(1, 1, "A=canary-value".getBytes(UTF_8)));
      assertThat(house.get(PULL).status()).isEqualTo(200);
      String push = "{\"repoFullName\":\"a/b\",\"environment\":\"e\",\"secrets\":{\"A\":\"canary";
      assertThat(house.post("/v1/secrets/push", push + "\"}}").status()).isEqualTo(200);
      assertThat(house.post("/v1/secrets/push", push).status()).isEqualTo(400);
      assertThat(house.call("GET", PULL, "Authorization: Bearer canary.canary.x").status())
          .isEqualTo(401);
    } finally {
      logger.detachAppender(appender);
      logger.setLevel(before);
    }
    return appender.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }
}
