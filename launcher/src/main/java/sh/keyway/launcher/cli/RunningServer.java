package sh.keyway.launcher.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import sh.keyway.launcher.DataFolder;
import sh.keyway.launcher.PrivateFiles;
import sh.keyway.postgres.FolderLock;

/**
 * The server that runs on a data folder. What a killed one wrote there does not count: at its
 * address anybody may listen by now, and would be sent a key.
 */
final class RunningServer {
  private RunningServer() {}

  /**
   * What the server says in one of its files.
   *
   * @throws CommandFailure if no living server has the folder, or it does not serve yet
   */
  static String read(DataFolder folder, Path file) throws CommandFailure {
    try {
      // only the kernel knows who lives; a server that starts removes what an earlier one left
      if (!FolderLock.isHeld(folder.lock()) || !Files.exists(file)) {
        throw new CommandFailure(
            "No server runs on the data folder "
                + folder.path()
                + ". Start it with: keyway-server start (KEYWAY_DATA_DIR chooses another folder)");
      }
      return PrivateFiles.read(file);
    } catch (IOException e) {
      throw new CommandFailure(
          "The control files in "
              + folder.path()
              + " cannot be read. Run this as the user the server runs as.");
    }
  }
}
