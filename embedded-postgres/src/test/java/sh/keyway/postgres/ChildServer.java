package sh.keyway.postgres;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;

/** A JVM of its own that runs an embedded PostgreSQL, so that it can be killed. */
@NullMarked
final class ChildServer implements AutoCloseable {
  static final String CANARY = "canary-5f2c";

  private final Process process;
  private final BufferedReader output;

  private ChildServer(Process process) {
    this.process = process;
    this.output = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Prints {@code ready PID PORT USER}, stops the database when its input ends. */
  public static void main(String[] arguments) throws IOException {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(Path.of(arguments[0]))) {
      System.out.println("ready " + postgres.pid() + " " + postgres.owner().port());
      while (System.in.read() >= 0) {}
    } catch (EmbeddedPostgresException e) {
      System.out.println("refused " + e.getMessage());
    }
  }

  static ChildServer start(Path folder) throws IOException {
    String classPath = System.getProperty("surefire.test.class.path");
    return start(
        List.of(), classPath != null ? classPath : System.getProperty("java.class.path"), folder);
  }

  static ChildServer start(List<String> prefix, String classPath, Path folder) throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", classPath));
    command.addAll(List.of(ChildServer.class.getName(), folder.toString()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("KEYWAY_CANARY", CANARY);
    return new ChildServer(builder.start());
  }

  /** The line with which it says how it went, split at blanks. */
  String[] outcome() throws IOException {
    StringBuilder all = new StringBuilder();
    for (String line; (line = output.readLine()) != null; ) {
      if (line.startsWith("ready ") || line.startsWith("refused ")) {
        return line.split(" ", -1);
      }
      all.append(line).append('\n');
    }
    throw new IOException("ended without a word:\n" + all);
  }

  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Ends it in good order. */
  int stop() throws IOException, InterruptedException {
    process.getOutputStream().close();
    return process.waitFor(30, TimeUnit.SECONDS) ? process.exitValue() : -1;
  }

  @Override
  public void close() {
    kill();
  }
}
