package sh.keyway.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A server under test, in a JVM of its own. */
final class ServerProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final List<String> INHERITED = List.of("PATH", "HOME", "LANG", "TMPDIR");

  private final Process process;
  private final int port;
  private final Duration ready;

  private ServerProcess(Process process, int port, Duration ready) {
    this.process = process;
    this.port = port;
    this.ready = ready;
  }

  /**
   * Starts it on a free port and waits until a path answers 200.
   *
   * @param name of the log file
   * @param folder where it runs and its output goes
   * @param arguments of {@code java}, flags included
   * @param environment all it gets to see, with what finds programs and the home folder
   * @param health path to ask
   * @throws IOException if it ends, or does not answer 200 within a minute; with the end of its log
   */
  static ServerProcess start(
      String name,
      Path folder,
      List<String> arguments,
      Map<String, String> environment,
      String health)
      throws IOException, InterruptedException {
    int port = freePort();
    Path log = folder.resolve(name + ".log");
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().keySet().retainAll(INHERITED);
    builder.environment().putAll(environment);
    builder.environment().put("PORT", String.valueOf(port));
    long start = System.nanoTime();
    Process process = builder.start();
    try {
      awaitHealthy(name, process, port, health, start);
    } catch (IOException e) {
      process.destroyForcibly();
      throw new IOException(e.getMessage() + "\n" + tail(log), e);
    }
    return new ServerProcess(process, port, Duration.ofNanos(System.nanoTime() - start));
  }

  int port() {
    return port;
  }

  /** From the start of the process to its first 200. */
  Duration ready() {
    return ready;
  }

  Process process() {
    return process;
  }

  /** Stops it the ordinary way, by force after 20 seconds. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (process.waitFor(20, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }

  /** A port nothing listens on now. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void awaitHealthy(
      String name, Process process, int port, String health, long start)
      throws IOException, InterruptedException {
    String request = Requests.get(health, "");
    while (process.isAlive()) {
      try {
        if (Http.send(port, request).status() == 200) {
          return;
        }
      } catch (IOException e) {
        // does not listen yet
      }
      if (System.nanoTime() - start > PATIENCE.toNanos()) {
        throw new IOException(name + " did not answer 200 on " + health + " in a minute");
      }
      Thread.sleep(10);
    }
    throw new IOException(name + " ended with code " + process.exitValue());
  }

  private static String tail(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
  }
}
