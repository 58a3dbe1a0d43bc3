package sh.keyway.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BootTest {

  @Test
  void anOlderJavaIsToldWhatIsMissing() throws Exception {
    Optional<Path> older = olderJava();
    if (older.isEmpty()) {
      assertThat(System.getenv("CI")).as("CI needs a Java from 11 to 24 for this test").isNull();
      System.err.println("skipped: no Java from 11 to 24 on this machine");
    }
    assumeTrue(older.isPresent());

    Process process =
        new ProcessBuilder(
                older.orElseThrow().resolve("bin/java").toString(),
                "-cp",
                Path.of("target/classes").toAbsolutePath().toString(),
                Boot.class.getName(),
                "start")
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).isEqualTo(78);
    assertThat(said).contains("needs Java 25", "./keyway-server").doesNotContain("Exception");
  }

  private static Optional<Path> olderJava() throws IOException {
    Path folder = Path.of("/usr/lib/jvm");
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (Stream<Path> homes = Files.list(folder)) {
      List<Path> found = homes.sorted().toList();
      return found.stream().filter(BootTest::isOlder).findFirst();
    }
  }

  private static boolean isOlder(Path home) {
    Path release = home.resolve("release");
    if (!Files.isExecutable(home.resolve("bin/java")) || !Files.isReadable(release)) {
      return false;
    }
    try {
      return Files.readString(release).matches("(?s).*JAVA_VERSION=\"(1[1-9]|2[0-4])\\b.*");
    } catch (IOException e) {
      return false;
    }
  }
}
