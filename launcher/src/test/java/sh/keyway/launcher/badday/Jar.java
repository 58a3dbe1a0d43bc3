package sh.keyway.launcher.badday;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** The jar under test. */
final class Jar {
  private static final Path FILE = Path.of("target/keyway-server.jar").toAbsolutePath();

  private Jar() {}

  /** Where it is; skips the test if it is not built, which on the build server is a failure. */
  static Path file() {
    if (!Files.isRegularFile(FILE)) {
      String missing = FILE + " is not built; run ./build verify";
      if ("true".equals(System.getenv("CI"))) {
        Assertions.fail(missing);
      }
      Assumptions.abort("skipped: " + missing);
    }
    return FILE;
  }
}
