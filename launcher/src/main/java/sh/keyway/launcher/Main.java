package sh.keyway.launcher;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import sh.keyway.launcher.cli.CommandContext;
import sh.keyway.launcher.cli.ServerCommand;

/** Runs the command given on a Java that is new enough. */
public final class Main {
  private Main() {}

  /** Runs it and ends the process with its exit status. */
  public static void main(String[] arguments) {
    CommandContext context =
        new CommandContext(
            System.getenv(),
            Path.of("").toAbsolutePath(),
            System.in,
            utf8(FileDescriptor.out),
            utf8(FileDescriptor.err),
            System.getProperty("keyway.command", "keyway-server"));
    System.exit(ServerCommand.run(context, arguments));
  }

  private static PrintStream utf8(FileDescriptor stream) {
    return new PrintStream(new FileOutputStream(stream), true, StandardCharsets.UTF_8);
  }
}
