package sh.keyway.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the database cluster, aside, and puts it in place with one rename. */
final class InitDb {
  private static final Logger LOG = LoggerFactory.getLogger(InitDb.class);
  private static final Duration AT_MOST = Duration.ofMinutes(3);

  private static final String ACCESS =
      """
      local all all scram-sha-256
      host all all 127.0.0.1/32 scram-sha-256
      """;

  private InitDb() {}

  /** Makes it if there is none; a half-made one of a killed process is thrown away. */
  static void ensure(Layout layout, Binaries binaries) throws IOException {
    Files600.deleteTree(layout.dataBeingMade());
    if (Files.exists(layout.data())) {
      // made by an earlier release, it has another one
      Path access = access(layout.data());
      if (!Arrays.equals(Files.readAllBytes(access), ACCESS.getBytes(StandardCharsets.UTF_8))) {
        Files600.write(access, ACCESS);
      }
      return;
    }
    long begin = System.nanoTime();
    run(layout, binaries);
    Files600.write(access(layout.dataBeingMade()), ACCESS);
    Files600.rename(layout.dataBeingMade(), layout.data());
    LOG.info("database cluster made in {} ms", (System.nanoTime() - begin) / 1_000_000);
  }

  private static Path access(Path data) {
    return data.resolve("pg_hba.conf");
  }

  private static void run(Layout layout, Binaries binaries) throws IOException {
    List<String> command =
        List.of(
            binaries.initdb().toString(),
            "--pgdata=" + layout.dataBeingMade(),
            "--username=" + Roles.SUPERUSER,
            "--pwfile=" + Passwords.file(layout, Roles.SUPERUSER),
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--data-checksums",
            "--no-instructions");
    Path output = Files600.sibling(layout.log(), ".initdb");
    Process initdb =
        Child.command(command, layout.home())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!Child.await(initdb.toHandle(), AT_MOST)) {
      initdb.destroyForcibly();
      throw new EmbeddedPostgresException("initdb did not finish within " + AT_MOST);
    }
    // The process may be gone a moment before its exit value is known.
    int code = initdb.onExit().join().exitValue();
    if (code != 0) {
      throw new EmbeddedPostgresException(
          "initdb failed (" + code + "): " + Child.explain(tail(output)));
    }
    Files.deleteIfExists(output);
  }

  private static String tail(Path file) throws IOException {
    String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).strip();
    return text.substring(Math.max(0, text.length() - 1000));
  }
}
