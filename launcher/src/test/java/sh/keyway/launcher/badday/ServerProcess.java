package sh.keyway.launcher.badday;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import sh.keyway.testkit.RunningPostgres;

/** A server in a JVM of its own, with the flags {@code keyway-server} gives it. */
final class ServerProcess implements AutoCloseable {
  private static final String HEALTH = "GET /health HTTP/1.1\r\nHost: keyway\r\n\r\n";
  // Below the ports of outgoing connections, so that it is still free after a crash, and below
  // those of the embedded PostgreSQL.
  private static final int FIRST_PORT = 10_000;
  private static final int LAST_PORT = 15_000;
  private static final List<String> INHERITED = List.of("PATH", "HOME", "LANG", "TMPDIR");

  private final Process process;
  private final Path data;
  private final Path output;
  private final int port;

  private ServerProcess(Process process, Path data, Path output, int port) {
    this.process = process;
    this.data = data;
    this.output = output;
    this.port = port;
  }

  /**
   * Starts it; does not wait until it serves.
   *
   * @param data its data folder, beside which its output is collected in a file
   * @param variables all of ours it gets to see; PORT is chosen if not among them
   */
  static ServerProcess launch(Path data, Map<String, String> variables) throws IOException {
    return launch(data, variables, List.of());
  }

  /** The same with further options for the JVM. */
  static ServerProcess launch(Path data, Map<String, String> variables, List<String> options)
      throws IOException {
    int port = variables.containsKey("PORT") ? Integer.parseInt(variables.get("PORT")) : freePort();
    Path output = Path.of(data + ".output");
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(
        List.of(
            "-Xms32m",
            "-Xmx96m",
            "-Xss512k",
            "-XX:+UseSerialGC",
            "-XX:MaxMetaspaceSize=96m",
            "-XX:ReservedCodeCacheSize=48m",
            "-XX:MaxDirectMemorySize=48m",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:-UsePerfData",
            // Started dozens of times, and never long enough to compile well.
            "-XX:TieredStopAtLevel=1",
            "-Xlog:disable",
            "-XX:+AutoCreateSharedArchive",
            "-XX:SharedArchiveFile=" + Jar.file().resolveSibling("badday.jsa"),
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED"));
    command.addAll(options);
    command.addAll(List.of("-jar", Jar.file().toString(), "start"));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(data.resolveSibling(".").toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    builder.environment().keySet().retainAll(INHERITED);
    builder.environment().put("KEYWAY_DATA_DIR", data.toString());
    builder.environment().put("PORT", Integer.toString(port));
    builder.environment().putAll(variables);
    return new ServerProcess(builder.start(), data, output, port);
  }

  /** Starts it and waits until it serves. */
  static ServerProcess start(Path data, Map<String, String> variables) throws Exception {
    ServerProcess server = launch(data, variables);
    server.awaitServing();
    return server;
  }

  /** Waits until it says that it is healthy, and has written how it is to be commanded. */
  void awaitServing() throws Exception {
    Until.isTrue(
        "server serves",
        () -> {
          if (!process.isAlive()) {
            throw new AssertionError("ended with " + process.exitValue() + ": " + output());
          }
          return health().status() == 200 && Files.exists(data.resolve("control.address"));
        });
  }

  /** What it says about itself. */
  Answer health() throws IOException {
    return Wire.once(port, HEALTH);
  }

  /** Port of its public API. */
  int port() {
    return port;
  }

  /** The process. */
  Process process() {
    return process;
  }

  /** Its embedded database. */
  RunningPostgres database() {
    return new RunningPostgres(data);
  }

  /** The owner's API key. */
  String ownerToken() throws IOException {
    return Files.readString(data.resolve("owner.token")).strip();
  }

  /** What every server on this data folder wrote to both streams so far. */
  String output() throws IOException {
    return Files.readString(output);
  }

  /** Ends it as {@code kill -9} would, and waits until it is gone. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Waits for its end, at most a minute. */
  int awaitExit() throws InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new AssertionError("the server does not end");
    }
    return process.exitValue();
  }

  /** A port of this machine that nothing listens on. */
  static int freePort() throws IOException {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (java.net.BindException e) {
        // another one
      }
    }
  }

  /** Stops it in order; with its database if it was killed before. */
  @Override
  public void close() throws IOException {
    try {
      process.destroy();
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        kill();
      }
      for (ProcessHandle left : database().processes()) {
        left.destroyForcibly();
        left.onExit().get(30, TimeUnit.SECONDS);
      }
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IOException("not stopped", e);
    }
  }
}
