package sh.keyway.launcher.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import sh.keyway.launcher.config.ConfigurationReader;

/**
 * The {@code .env} that {@code start} reads. A pull writes a file of that name by default; in the
 * folder of a server, whoever may push could so have its settings changed.
 */
final class ServerSettings {
  private static final String NAME = ".env";
  private static final String DATA_FOLDER = "KEYWAY_DATA_DIR";

  private final CommandContext context;

  /** Of the server in this context. */
  ServerSettings(CommandContext context) {
    this.context = context;
  }

  /** Fails if writing this text to the file would change a setting of the server. */
  void refuseToChange(Path file, String content) throws CommandFailure {
    if (!NAME.equals(String.valueOf(file.getFileName()))) {
      return;
    }
    Set<String> before = settings(Files.exists(file) ? text(file) : "");
    if (!before.contains(DATA_FOLDER) && !isBesideDataFolder(file)) {
      return;
    }
    Set<String> changed = settings(content);
    changed.addAll(before);
    if (!changed.isEmpty()) {
      throw new CommandFailure(
          "A server that is started in this folder reads its settings from "
              + file
              + ", and this would set or remove "
              + String.join(", ", changed)
              + ". Pull in another folder, or name another file, or - for standard output.");
    }
  }

  /** Whether the data folder is this file's folder, as for a service, or lies in it. */
  private boolean isBesideDataFolder(Path file) throws CommandFailure {
    Path data = context.dataFolder().path();
    Path folder = file.toAbsolutePath().getParent();
    try {
      if (!Files.isDirectory(data) || folder == null) {
        return false;
      }
      Path real = data.toRealPath();
      Path here = folder.toRealPath();
      return here.equals(real) || here.equals(real.getParent());
    } catch (IOException e) {
      return false; // no such folder, which the writing will say
    }
  }

  private static Set<String> settings(String text) {
    Set<String> names = new TreeSet<>(DotenvFile.parse(text).values().keySet());
    names.retainAll(ConfigurationReader.NAMES);
    return names;
  }

  private static String text(Path file) throws CommandFailure {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new CommandFailure("The file " + file + " cannot be read.");
    }
  }
}
