package sh.keyway.launcher.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;
import sh.keyway.crypto.KeyRing;
import sh.keyway.launcher.DataFolder;
import sh.keyway.launcher.PrivateFiles;
import sh.keyway.launcher.Tokens;
import sh.keyway.launcher.config.Configuration.Credentials;

/**
 * The keys of an embedded database (architecture rule 7). They are made only for a database that
 * does not exist yet, and are on the disk before that database is: a database whose keys are gone
 * is never given new ones.
 */
final class KeyStore {
  private static final int JWT_SECRET_LENGTH = 48;

  private final DataFolder folder;
  private final Credentials given;

  /** Of this folder; what was given in the configuration wins over the files. */
  KeyStore(DataFolder folder, Credentials given) {
    this.folder = folder;
    this.given = given;
  }

  /**
   * Makes what is neither given nor there. Call only while the database is known to be empty.
   *
   * @return what to work with
   */
  Ready makeMissing() throws StartFailure {
    try {
      PrivateFiles.folder(folder.keys());
      if (given.keys() == null && !Files.exists(folder.encryptionKeys())) {
        PrivateFiles.write(folder.encryptionKeys(), KeyRing.generate().encode() + "\n");
      }
      if (given.jwtSecret() == null && !Files.exists(folder.jwtSecret())) {
        PrivateFiles.write(
            folder.jwtSecret(), Tokens.text(new SecureRandom(), JWT_SECRET_LENGTH) + "\n");
      }
    } catch (IOException e) {
      throw StartFailure.failed("The keys cannot be written to " + folder.keys() + ".");
    }
    Ready ready = find();
    if (ready == null) {
      throw StartFailure.failed("The keys just written to " + folder.keys() + " are gone.");
    }
    return ready;
  }

  /** What to work with, from the configuration or the files; null if something is missing. */
  @Nullable Ready find() throws StartFailure {
    KeyRing keys = given.keys();
    if (keys == null && Files.exists(folder.encryptionKeys())) {
      keys = ring(read(folder.encryptionKeys()));
    }
    String secret = given.jwtSecret();
    if (secret == null && Files.exists(folder.jwtSecret())) {
      secret = read(folder.jwtSecret());
      if (secret.length() < 32) {
        throw StartFailure.setup("The file " + folder.jwtSecret() + " is damaged.");
      }
    }
    return keys == null || secret == null ? null : new Ready(keys, secret);
  }

  /** The refusal when the database is there and its keys are not. */
  StartFailure lost() {
    boolean keys = given.keys() != null || Files.exists(folder.encryptionKeys());
    return StartFailure.setup(
        "There is a database in "
            + folder.path()
            + ", but "
            + (keys ? folder.jwtSecret() : folder.encryptionKeys())
            + " is missing. "
            + (keys
                ? "Put it back from a backup, or set JWT_SECRET."
                : "Without its keys the secrets in the database cannot be read, and new keys would"
                    + " not help. Put the file back from a backup, or set ENCRYPTION_KEYS."));
  }

  private KeyRing ring(String text) throws StartFailure {
    try {
      return KeyRing.parse(text);
    } catch (IllegalArgumentException e) {
      throw StartFailure.setup(
          "The file " + folder.encryptionKeys() + " is damaged. Put it back from a backup.");
    }
  }

  private static String read(Path file) throws StartFailure {
    try {
      return PrivateFiles.read(file);
    } catch (IOException e) {
      throw StartFailure.setup("The file " + file + " cannot be read.");
    }
  }

  /**
   * What to work with.
   *
   * @param keys key-encryption keys
   * @param jwtSecret key of Keyway JWTs
   */
  record Ready(KeyRing keys, String jwtSecret) {
    /** Gives nothing away. */
    @Override
    public String toString() {
      return "Ready[" + keys + "]";
    }
  }
}
