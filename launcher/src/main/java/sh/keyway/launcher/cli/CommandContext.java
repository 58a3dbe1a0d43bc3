package sh.keyway.launcher.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import sh.keyway.launcher.DataFolder;
import sh.keyway.launcher.config.ConfigurationException;
import sh.keyway.launcher.config.ConfigurationReader;
import sh.keyway.launcher.config.Environment;

/**
 * What a command finds around it.
 *
 * @param environment the process environment
 * @param folder the working directory
 * @param in standard input
 * @param out standard output
 * @param err standard error
 * @param program what was typed to run this program
 */
public record CommandContext(
    Map<String, String> environment,
    Path folder,
    InputStream in,
    PrintStream out,
    PrintStream err,
    String program) {
  private static final String DATA_FOLDER = "KEYWAY_DATA_DIR";

  /** Gives nothing away: the environment holds secrets. */
  @Override
  public String toString() {
    return "CommandContext[" + program + "]";
  }

  /** A variable of the process, null if unset or empty. */
  @org.jspecify.annotations.Nullable
  String variable(String name) {
    String value = environment.get(name);
    return value == null || value.isEmpty() ? null : value;
  }

  /**
   * The server's data folder. From the {@code .env} file, which in a project's folder is not the
   * server's, only its place is taken, and nothing if the file is not for us to read.
   */
  DataFolder dataFolder() throws CommandFailure {
    Map<String, String> variables = environment;
    if (variable(DATA_FOLDER) == null) {
      try {
        variables = Environment.read(folder, environment);
      } catch (ConfigurationException e) {
        variables = environment;
      }
    }
    try {
      Path data = ConfigurationReader.dataFolder(variables);
      return new DataFolder(data);
    } catch (ConfigurationException e) {
      throw new CommandFailure(String.valueOf(e.getMessage()));
    }
  }
}
