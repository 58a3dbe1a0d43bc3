package sh.keyway.launcher.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import sh.keyway.contracts.secrets.EnsureOwner;
import sh.keyway.launcher.PrivateFiles;
import sh.keyway.launcher.Tokens;

/**
 * The file with the owner's first API key. It is on the disk before the owner is in the database,
 * so that no crash between the two leaves an owner whose key nobody has.
 */
final class OwnerToken {
  private final Path file;
  private final String token;
  private final boolean written;

  private OwnerToken(Path file, String token, boolean written) {
    this.file = file;
    this.token = token;
    this.written = written;
  }

  /** Reads the file, or writes it with a new key if there is none. */
  static OwnerToken prepare(Path file) throws StartFailure {
    try {
      if (Files.exists(file)) {
        String token = PrivateFiles.read(file);
        if (!Tokens.isApiKey(token)) {
          throw StartFailure.setup(
              "The file " + file + " holds no API key. Move it away and start again.");
        }
        return new OwnerToken(file, token, false);
      }
      String token = Tokens.apiKey(new SecureRandom());
      PrivateFiles.write(file, token + "\n");
      return new OwnerToken(file, token, true);
    } catch (IOException e) {
      throw StartFailure.failed("The file " + file + " cannot be read or written.");
    }
  }

  /** What to ask the secrets room. */
  EnsureOwner request() {
    return new EnsureOwner(Tokens.hash(token), Tokens.prefix(token));
  }

  /**
   * Takes a file just written away again if there was an owner already, whose key it is not.
   *
   * @return whether the file is there now
   */
  boolean settle(boolean ownerCreated) throws StartFailure {
    if (ownerCreated || !written) {
      return true;
    }
    try {
      Files.deleteIfExists(file);
      return false;
    } catch (IOException e) {
      throw StartFailure.failed("The file " + file + " cannot be removed.");
    }
  }
}
