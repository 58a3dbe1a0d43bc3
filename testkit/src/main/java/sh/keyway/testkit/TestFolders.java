package sh.keyway.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import sh.keyway.postgres.EmbeddedPostgres;
import sh.keyway.postgres.TestAccess;

/** Temporary data folders that do not outlive the tests, even those of a killed JVM. */
final class TestFolders {
  private static final String PREFIX = "keyway-test-postgres-";
  private static final long ENOUGH_BYTES = 2L << 30;
  // A folder just made is not locked yet.
  private static final Duration TOO_YOUNG = Duration.ofMinutes(1);

  private TestFolders() {}

  /** Makes one, and removes those whose JVM was killed, with their databases. */
  static Path make() throws IOException {
    Path parent = parent();
    removeAbandoned(parent, Instant.now().minus(TOO_YOUNG));
    return Files.createTempDirectory(parent, PREFIX);
  }

  // In memory where there is room for it and programs may run there: a build of many modules would
  // otherwise spend its time in fsync. What the bench measures has a folder of its own.
  private static Path parent() throws IOException {
    Path memory = Path.of("/dev/shm");
    boolean suitable =
        Files.isWritable(memory)
            && Files.getFileStore(memory).getUsableSpace() > ENOUGH_BYTES
            && Files.readAllLines(Path.of("/proc/mounts")).stream()
                .noneMatch(line -> line.contains(" /dev/shm ") && line.contains("noexec"));
    return suitable ? memory : Path.of(System.getProperty("java.io.tmpdir"));
  }

  /**
   * A shutdown hook and not something of JUnit's: it also works under a main, in an IDE, and when
   * the build is interrupted.
   */
  static void removeAtExit(Path folder, EmbeddedPostgres postgres) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> {
              postgres.close();
              remove(folder);
            }));
  }

  static void remove(Path folder) {
    try {
      TestAccess.discard(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void removeAbandoned(Path parent, Instant olderThan) throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (Path folder : folders) {
        if (isOld(folder, olderThan)) {
          TestAccess.discard(folder);
        }
      }
    }
  }

  private static boolean isOld(Path folder, Instant olderThan) throws IOException {
    try {
      return Files.getLastModifiedTime(folder).toInstant().isBefore(olderThan);
    } catch (NoSuchFileException e) {
      return false; // another JVM removed it meanwhile
    }
  }
}
