package sh.keyway.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerLogTest {
  @Test
  void staysWithinTwiceItsSizeAndKnowsItsLastLines(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("postgres.log");
    ServerLog log = new ServerLog(file, 50_000);

    log.follow(
        new ByteArrayInputStream(
            ("a line of the server\n".repeat(20_000) + "the last")
                .getBytes(StandardCharsets.UTF_8)));

    assertThat(log.tail()).endsWith("the last");
    assertThat(Files.size(file)).isBetween(1L, 50_000L);
    assertThat(Files.size(folder.resolve("postgres.log.1"))).isBetween(1L, 50_000L);
  }

  @Test
  void readsOnWhenTheDiskTakesNothing(@TempDir Path folder) throws IOException {
    ServerLog log = new ServerLog(folder.resolve("missing/postgres.log"), 50_000);

    log.follow(new ByteArrayInputStream("FATAL: something".getBytes(StandardCharsets.UTF_8)));

    assertThat(log.tail()).isEqualTo("FATAL: something");
  }
}
