package sh.keyway.launcher.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import sh.keyway.launcher.DataFolder;
import sh.keyway.launcher.PrivateFiles;
import sh.keyway.launcher.Tokens;

/** How commands on this machine find the running server and prove that they may use it. */
final class ControlFiles implements AutoCloseable {
  private static final int TOKEN_LENGTH = 43;

  private final DataFolder folder;
  private final String token = Tokens.text(new SecureRandom(), TOKEN_LENGTH);

  /** In this folder; nothing is written yet. */
  ControlFiles(DataFolder folder) {
    this.folder = folder;
  }

  /** What the management listener must ask for. */
  String token() {
    return token;
  }

  /** Writes the files; the token first, so that whoever finds the address finds its token. */
  void write(int managementPort, String publicAddress) throws StartFailure {
    try {
      PrivateFiles.write(folder.controlToken(), token + "\n");
      PrivateFiles.write(folder.publicAddress(), publicAddress + "\n");
      PrivateFiles.write(folder.controlAddress(), "http://127.0.0.1:" + managementPort + "\n");
    } catch (IOException e) {
      throw StartFailure.failed("The data folder " + folder.path() + " cannot be written.");
    }
  }

  /** Removes them: the server is going. */
  @Override
  public void close() throws IOException {
    for (Path file :
        List.of(folder.controlAddress(), folder.publicAddress(), folder.controlToken())) {
      Files.deleteIfExists(file);
    }
  }
}
