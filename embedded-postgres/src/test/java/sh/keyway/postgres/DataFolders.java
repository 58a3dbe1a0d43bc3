package sh.keyway.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Data folders for tests: the first start takes seconds, so it is done once and copied. */
@NullMarked
final class DataFolders {
  private static @Nullable Path prepared;

  private DataFolders() {}

  /** A copy of a data folder that was started once and stopped. */
  static Path prepared() throws IOException, InterruptedException {
    Path original = original();
    Path copy = make();
    // Programs are linked, not copied: each copy runs them out of its own folder all the same.
    cp("-al", original.resolve("postgres"), copy.resolve("postgres"));
    Files600.deleteTree(copy.resolve("postgres/data"));
    Files.delete(copy.resolve("postgres/postgres.log"));
    cp("-a", original.resolve("postgres/data"), copy.resolve("postgres/data"));
    cp("-a", original.resolve("format"), copy.resolve("format"));
    return copy;
  }

  private static void cp(String options, Path from, Path to)
      throws IOException, InterruptedException {
    Process cp =
        new ProcessBuilder("cp", options, from.toString(), to.toString()).inheritIO().start();
    if (cp.waitFor() != 0) {
      throw new IOException("cp failed");
    }
  }

  private static synchronized Path original() throws IOException {
    Path folder = prepared;
    if (folder == null) {
      folder = make();
      EmbeddedPostgres.start(folder).close();
      prepared = folder;
    }
    return folder;
  }

  /** In memory where there is room: these tests are about processes, not about disks. */
  private static Path make() throws IOException {
    Path memory = Path.of("/dev/shm");
    boolean roomy =
        Files.isWritable(memory)
            && Files.getFileStore(memory).getUsableSpace() > 2L << 30
            && Files.readAllLines(Path.of("/proc/mounts")).stream()
                .noneMatch(line -> line.contains(" /dev/shm ") && line.contains("noexec"));
    Path parent = roomy ? memory : Path.of(System.getProperty("java.io.tmpdir"));
    Path folder = Files.createTempDirectory(parent, "keyway-test-postgres-");
    removeAtExit(folder);
    return folder;
  }

  private static void removeAtExit(Path folder) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> {
              try {
                Files600.deleteTree(folder);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            }));
  }
}
