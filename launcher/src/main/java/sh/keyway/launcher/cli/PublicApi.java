package sh.keyway.launcher.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import sh.keyway.launcher.DataFolder;
import sh.keyway.launcher.PrivateFiles;

/** Finds the public API and a key for it. */
final class PublicApi {
  private PublicApi() {}

  /**
   * A client. Whoever gives the key gives the address: a key from the environment never goes to an
   * address that a folder names, and the one in the data folder goes to nobody but the server that
   * runs on that folder.
   */
  static Api of(CommandContext context) throws CommandFailure {
    String token = context.variable("KEYWAY_TOKEN");
    String url = context.variable("KEYWAY_API_URL");
    if (token != null) {
      return new Api(url == null ? local(context) : url, token);
    }
    DataFolder folder = context.dataFolder();
    String owner = ownerToken(folder);
    String address = RunningServer.read(folder, folder.publicAddress());
    if (url != null && !url.replaceAll("/+$", "").equals(address)) {
      throw new CommandFailure(
          "KEYWAY_API_URL needs KEYWAY_TOKEN beside it: the key in "
              + folder.ownerToken()
              + " is sent only to the server that runs on that folder, which is "
              + address
              + ".");
    }
    return new Api(address, owner);
  }

  private static String local(CommandContext context) {
    String host = context.variable("HOST");
    String port = context.variable("PORT");
    return "http://" + (host == null ? "127.0.0.1" : host) + ":" + (port == null ? "8080" : port);
  }

  private static String ownerToken(DataFolder folder) throws CommandFailure {
    Path file = folder.ownerToken();
    if (!Files.exists(file)) {
      throw new CommandFailure(
          "Set KEYWAY_TOKEN to an API key, or KEYWAY_DATA_DIR to the server's data folder; there is"
              + " no "
              + file
              + ".");
    }
    try {
      if (PrivateFiles.readableByOthers(file)) {
        throw new CommandFailure(
            "Others can read " + file + ", so it is not used. Run: chmod 600 '" + file + "'");
      }
      return PrivateFiles.read(file);
    } catch (IOException e) {
      throw new CommandFailure("The file " + file + " cannot be read.");
    }
  }
}
