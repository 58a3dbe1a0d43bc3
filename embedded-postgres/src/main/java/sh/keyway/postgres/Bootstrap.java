package sh.keyway.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes roles and database once; a marker written last says that it is done. */
final class Bootstrap {
  private static final Logger LOG = LoggerFactory.getLogger(Bootstrap.class);

  private Bootstrap() {}

  static void ensure(Layout layout, int port, Passwords passwords)
      throws IOException, SQLException {
    if (Files.exists(layout.bootstrapped()) && !passwords.anyMade()) {
      return;
    }
    long begin = System.nanoTime();
    Roles.bootstrap(port, passwords);
    Files600.write(layout.bootstrapped(), "");
    LOG.info("roles and database made in {} ms", (System.nanoTime() - begin) / 1_000_000);
  }
}
