package sh.keyway.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.security.auth.module.UnixSystem;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From an empty folder: whole, or repaired by the next start. */
class FirstStartTest {
  @TempDir Path temporary;

  @Test
  void aFirstStartKilledAnywhereIsFinishedByTheNext() throws Exception {
    int kills = Boolean.getBoolean("keyway.long") ? 40 : 3;
    Path folder = temporary.resolve("data");
    for (int i = 0; i < kills; i++) {
      try (ChildServer child = ChildServer.start(folder)) {
        // A moment picked at random is the point here, hence the sleep.
        TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(200, 2500));
        child.kill();
      }
      if (i % 2 == 1) {
        Files600.deleteTree(folder.resolve("postgres/data"));
        Files.deleteIfExists(folder.resolve("postgres/bootstrapped"));
      }
    }

    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder)) {
      assertThat(postgres.fresh()).isTrue();
      assertThat(Sql.query(postgres.application(), "select current_user")).isEqualTo("keyway");
      assertThat(Sql.query(postgres.owner(), "select current_user")).isEqualTo("keyway_owner");
      try (Stream<Path> files = Files.list(postgres.layout().home())) {
        assertThat(files.map(f -> f.getFileName().toString()))
            .containsExactlyInAnyOrder(
                Platform.current().folder(),
                "data",
                "run",
                "secrets",
                "bootstrapped",
                "postgres.log");
      }
    }
  }

  @Test
  void worksForAnOrdinaryUser() throws Exception {
    assumeTrue(new UnixSystem().getUid() == 0, "else every test here shows it");
    Path world = Files.createTempDirectory("keyway-ordinary-");
    try {
      Files.setPosixFilePermissions(world, PosixFilePermissions.fromString("rwxr-xr-x"));
      Path folder = Files.createDirectory(world.resolve("home"));
      own(folder);
      List<String> asNobody =
          List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--");

      try (ChildServer child =
          ChildServer.start(asNobody, readableClassPath(world), folder.resolve("data"))) {
        String[] outcome = child.outcome();

        assertThat(outcome[0]).as(String.join(" ", outcome)).isEqualTo("ready");
        assertThat(Files.readString(Path.of("/proc/" + outcome[1] + "/status")))
            .containsPattern("Uid:\\s+65534\\s+65534");
        assertThat(folder.resolve("data/postgres/run/.s.PGSQL." + outcome[2]))
            .as("socket")
            .exists();
        assertThatThrownBy(() -> EmbeddedPostgres.start(folder.resolve("data")))
            .as("as root on another user's folder")
            .isInstanceOf(EmbeddedPostgresException.class)
            .hasMessageContaining("belongs to user id 65534");
        assertThat(child.stop()).isZero();
        assertThat(ProcessHandle.of(Long.parseLong(outcome[1]))).isEmpty();
      }
    } finally {
      Files600.deleteTree(world);
    }
  }

  @Test
  void twoMayUnpackAtOnce() throws Exception {
    Layout layout = new Layout(temporary.toRealPath());
    Files600.makeFolder(layout.home());

    List<CompletableFuture<Path>> both =
        Stream.of(1, 2).map(i -> CompletableFuture.supplyAsync(() -> unpack(layout))).toList();
    for (CompletableFuture<Path> one : both) {
      assertThat(one.get(60, TimeUnit.SECONDS)).isExecutable();
    }

    try (Stream<Path> left = Files.list(layout.home())) {
      assertThat(left).hasSize(1);
    }
    assertThat(
            Files.isSymbolicLink(
                layout.home().resolve(Platform.current().folder() + "/lib/libpq.so")))
        .isTrue();
  }

  @Test
  void anArchiveThatIsNotTheReleasedOneIsNotUsed() throws IOException {
    Layout layout = new Layout(temporary.toRealPath());
    Files600.makeFolder(layout.home());
    Platform real = Platform.current();
    Platform forged =
        new Platform(
            real.system(), real.machine(), real.resource(), "00" + real.sha256().substring(2));

    assertThatThrownBy(() -> Binaries.unpack(layout, forged))
        .isInstanceOf(EmbeddedPostgresException.class)
        .hasMessageContaining("not the one it was released with");
    assertThat(layout.home()).isEmptyDirectory();
  }

  private static Path unpack(Layout layout) {
    try {
      return Binaries.unpack(layout, Platform.current()).postgres();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The class path copied to where another user may read it. */
  private static String readableClassPath(Path to) throws Exception {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    List<String> copies = new ArrayList<>();
    int number = 0;
    for (String entry : classPath.split(File.pathSeparator, -1)) {
      if (!entry.contains("junit") && !entry.isEmpty() && Files.exists(Path.of(entry))) {
        Path copy = to.resolve(number++ + "-" + Path.of(entry).getFileName());
        run("cp", "-r", entry, copy.toString());
        copies.add(copy.toString());
      }
    }
    run("chmod", "-R", "a+rX", to.toString());
    return String.join(File.pathSeparator, copies);
  }

  private static void own(Path folder) throws IOException {
    Files.setAttribute(folder, "unix:uid", 65534);
    Files.setAttribute(folder, "unix:gid", 65534);
  }

  private static void run(String... command) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }
}
