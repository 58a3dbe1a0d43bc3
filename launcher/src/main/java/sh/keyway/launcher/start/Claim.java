package sh.keyway.launcher.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import sh.keyway.launcher.DataFolder;
import sh.keyway.launcher.PrivateFiles;
import sh.keyway.postgres.FolderLock;

/** Claims the data folder: ours alone while the lock is held, and nobody else's to write. */
final class Claim {
  private Claim() {}

  /** Makes the folder if need be and takes it. */
  static FolderLock of(DataFolder folder) throws StartFailure {
    try {
      PrivateFiles.folder(folder.path());
      refuseStrangers(folder.path());
      FolderLock lock =
          FolderLock.take(folder.lock())
              .orElseThrow(() ->
                  StartFailure.setup(
                      "Another keyway-server is running on the data folder "
                          + folder.path()
                          + ". Stop it first, or choose another folder with KEYWAY_DATA_DIR."));
      return swept(folder, lock);
    } catch (IOException e) {
      throw StartFailure.setup(
          "The data folder "
              + folder.path()
              + " cannot be made or written. Check its permissions, or choose another with"
              + " KEYWAY_DATA_DIR.");
    }
  }

  /**
   * A killed server leaves its addresses behind, where by now anybody may listen; whoever finds an
   * address in a folder that is locked must be able to rely on it.
   */
  private static FolderLock swept(DataFolder folder, FolderLock lock) throws IOException {
    boolean done = false;
    try {
      new ControlFiles(folder).close();
      done = true;
      return lock;
    } finally {
      if (!done) {
        lock.close();
      }
    }
  }

  /** Whoever can write the folder could swap keys and database under us. */
  private static void refuseStrangers(Path folder) throws IOException, StartFailure {
    if (PrivateFiles.writableByOthers(folder)) {
      throw StartFailure.setup(
          "Others can write the data folder "
              + folder
              + ". Run: chmod 700 '"
              + folder
              + "', or choose another with KEYWAY_DATA_DIR.");
    }
    String owner = Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).getName();
    String self = System.getProperty("user.name", "");
    if (!owner.equals(self) && !owner.equals("root") && !self.equals("root")) {
      throw StartFailure.setup(
          "The data folder " + folder + " belongs to another user. Run as that user instead.");
    }
  }
}
