package sh.keyway.launcher;

import java.nio.file.Path;

/**
 * What lies where in the data folder, beside what the embedded PostgreSQL keeps there.
 *
 * @param path the folder itself
 */
public record DataFolder(Path path) {
  /** Folder of the generated keys. */
  public Path keys() {
    return path.resolve("keys");
  }

  /** Key-encryption keys, in the form of {@code ENCRYPTION_KEYS}. */
  public Path encryptionKeys() {
    return keys().resolve("encryption.keys");
  }

  /** Key of Keyway JWTs. */
  public Path jwtSecret() {
    return keys().resolve("jwt.secret");
  }

  /** The owner's API key, one line. */
  public Path ownerToken() {
    return path.resolve("owner.token");
  }

  /** What commands present to the management listener; new at each start. */
  public Path controlToken() {
    return path.resolve("control.token");
  }

  /** Where the management listener is, an http URL; there while the server runs. */
  public Path controlAddress() {
    return path.resolve("control.address");
  }

  /** Where the public listener is, an http URL; there while the server runs. */
  public Path publicAddress() {
    return path.resolve("public.address");
  }

  /** Locked while a server or a migration uses the folder. */
  public Path lock() {
    return path.resolve("server.lock");
  }
}
