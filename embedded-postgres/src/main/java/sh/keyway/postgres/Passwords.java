package sh.keyway.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The passwords of the three roles: 256 random bits each, one file 0600 per role in a folder 0700.
 *
 * @param superuser of the bootstrap role
 * @param owner of the role that owns the schema
 * @param application of the role the server works with
 * @param anyMade whether one was made just now, so that the database does not know it yet
 */
record Passwords(String superuser, String owner, String application, boolean anyMade) {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Reads them, makes those that are missing. */
  static Passwords readOrMake(Layout layout) throws IOException {
    Files600.makeFolder(layout.secrets());
    boolean haveData = Files.exists(layout.data());
    if (haveData && !Files.exists(file(layout, Roles.SUPERUSER))) {
      throw new EmbeddedPostgresException(
          "the data folder "
              + layout.folder()
              + " has a database but not its password file "
              + file(layout, Roles.SUPERUSER)
              + "; restore it from a backup");
    }
    boolean complete = true;
    for (String role : new String[] {Roles.SUPERUSER, Roles.OWNER, Roles.APPLICATION}) {
      if (!Files.exists(file(layout, role))) {
        Files600.write(file(layout, role), random() + "\n");
        complete = false;
      }
    }
    return new Passwords(
        read(layout, Roles.SUPERUSER),
        read(layout, Roles.OWNER),
        read(layout, Roles.APPLICATION),
        !complete);
  }

  static Path file(Layout layout, String role) {
    return layout.secrets().resolve(role + ".password");
  }

  static String random() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String read(Layout layout, String role) throws IOException {
    String password = Files.readString(file(layout, role)).strip();
    if (password.isEmpty()) {
      throw new EmbeddedPostgresException("empty password file " + file(layout, role));
    }
    return password;
  }

  /** Gives nothing away. */
  @Override
  public String toString() {
    return "Passwords[...]";
  }
}
