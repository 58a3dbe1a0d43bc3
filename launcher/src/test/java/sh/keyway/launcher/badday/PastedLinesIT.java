package sh.keyway.launcher.badday;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.keyway.launcher.badday.ScriptedClient.Kind;
import sh.keyway.testkit.RunningPostgres;

/** A stranger starts the server with the script and pastes what the screen and the README say. */
class PastedLinesIT {
  private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();

  @TempDir private Path root;

  @Test
  void theLinesOnTheScreenPushAndPull() throws Exception {
    assertThat(Jar.file()).isRegularFile();
    Files.createSymbolicLink(root.resolve("keyway-server"), CHECKOUT.resolve("keyway-server"));
    Path screen = root.resolve("screen");
    Process server =
        shell("exec ./keyway-server start", Map.of("PORT", "" + ServerProcess.freePort()))
            .redirectOutput(screen.toFile())
            .redirectError(root.resolve("log").toFile())
            .start();
    try {
      Until.isTrue(
          "the screen is printed",
          () -> Files.readString(screen).contains("keyway pull") || !server.isAlive());
      assertThat(server.isAlive()).as(Files.readString(root.resolve("log"))).isTrue();
      List<String> lines = Files.readAllLines(screen);
      List<String> ours = linesAfter(lines, "Try it in another terminal:", 3);
      String export = linesAfter(lines, "The published client works too", 3).getFirst();

      assertThat(run(String.join("\n", ours)))
          .contains("1 created, 0 updated, 0 deleted")
          .endsWith("GREETING=hello\n");
      assertThat(Files.readString(CHECKOUT.resolve("README.md"))).contains(ours);
      assertThatTheExportedTokenWorks(export);
    } finally {
      server.destroy();
      assertThat(server.waitFor(60, TimeUnit.SECONDS)).as("stops on SIGTERM").isTrue();
      Files.delete(root.resolve("keyway-server"));
    }
    assertThat(new RunningPostgres(root.resolve("data")).processes()).isEmpty();
    assertThat(root.resolve("data/control.token")).doesNotExist();
  }

  private void assertThatTheExportedTokenWorks(String export) throws Exception {
    String[] set = run(export + "\necho \"$KEYWAY_API_URL $KEYWAY_TOKEN\"").strip().split(" ", -1);
    int port = Integer.parseInt(set[0].substring(set[0].lastIndexOf(':') + 1));
    ScriptedClient cli = new ScriptedClient(port, set[1], Kind.CLI);

    assertThat(cli.pull("acme/api", "development").data().getString("content"))
        .isEqualTo("GREETING=hello");
  }

  private static List<String> linesAfter(List<String> lines, String heading, int count) {
    int at = 0;
    while (!lines.get(at).startsWith(heading)) {
      at++;
    }
    return lines.subList(at + 1, at + 1 + count).stream().map(String::strip).toList();
  }

  /** Runs it in the folder the server was started in; for what it printed. */
  private String run(String script) throws Exception {
    Process process = shell("set -e\n" + script, Map.of()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  private ProcessBuilder shell(String script, Map<String, String> variables) {
    ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", script).directory(root.toFile());
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("KEYWAY_") || name.equals("DATABASE_URL"));
    builder.environment().put("KEYWAY_JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(variables);
    return builder;
  }
}
