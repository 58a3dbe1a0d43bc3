package sh.keyway.launcher.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** Commands as somebody types them, and what comes out. */
public final class Typed {
  private final Path folder;
  private final Map<String, String> environment;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  /** In this folder with this environment. */
  public Typed(Path folder, Map<String, String> environment) {
    this.folder = folder;
    this.environment = environment;
  }

  /** Runs one; answers the exit status. */
  public int run(String... arguments) {
    out.reset();
    err.reset();
    CommandContext context =
        new CommandContext(
            environment,
            folder,
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            "./keyway-server");
    return ServerCommand.run(context, arguments);
  }

  /** What the last one wrote to standard output. */
  public String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  /** What the last one wrote to standard error. */
  public String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
