package sh.keyway.postgres;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;

/**
 * A data folder belongs to one user. Started as another, e.g. once as root, we would leave files
 * there that its owner cannot read, and PostgreSQL could not read its own.
 */
final class Ownership {
  private Ownership() {}

  static void check(Layout layout) throws IOException {
    if (!Files.exists(layout.home())) {
      return;
    }
    long owner = ((Number) Files.getAttribute(layout.home(), "unix:uid")).longValue();
    long us = new UnixSystem().getUid();
    if (owner != us) {
      throw new EmbeddedPostgresException(
          "the data folder %s belongs to user id %d, but this runs as %d; start as that user, or change the owner of the folder and all in it"
              .formatted(layout.folder(), owner, us));
    }
  }
}
