package sh.keyway.launcher.config;

import io.github.cdimascio.dotenv.Dotenv;
import io.github.cdimascio.dotenv.DotenvEntry;
import io.github.cdimascio.dotenv.DotenvException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The process environment over the {@code .env} file of the working directory, if there is one. */
public final class Environment {
  private Environment() {}

  /**
   * Both together.
   *
   * @param folder where to look for {@code .env}
   * @param process the process environment, which wins unless a value there is empty
   * @throws ConfigurationException if the file cannot be read; its content is not quoted
   */
  public static Map<String, String> read(Path folder, Map<String, String> process)
      throws ConfigurationException {
    Map<String, String> merged = new HashMap<>(fileEntries(folder));
    process.forEach((name, value) -> {
      if (!value.isEmpty()) {
        merged.put(name, value);
      }
    });
    return Map.copyOf(merged);
  }

  private static Map<String, String> fileEntries(Path folder) throws ConfigurationException {
    Map<String, String> entries = new HashMap<>();
    if (!Files.exists(folder.resolve(".env"))) {
      return entries;
    }
    try {
      Dotenv file = Dotenv.configure().directory(folder.toAbsolutePath().toString()).load();
      for (DotenvEntry entry : file.entries(Dotenv.Filter.DECLARED_IN_ENV_FILE)) {
        entries.put(entry.getKey(), entry.getValue());
      }
      return entries;
    } catch (DotenvException e) {
      // its message quotes the line
      throw new ConfigurationException(
          List.of("the file .env in this folder has a line that is not NAME=value"));
    }
  }
}
