package sh.keyway.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Unix domain socket the server listens on beside TCP. A TCP port is anybody's while the server
 * is down; this folder is ours alone, so whoever answers in it is our server.
 */
final class Sockets {
  private static final Logger LOG = LoggerFactory.getLogger(Sockets.class);
  // The kernel's bound for the whole path is 108 bytes on Linux, 104 on macOS, with the zero byte.
  private static final int LONGEST_FOLDER = 103 - "/postgres/run/.s.PGSQL.65535".length();

  private Sockets() {}

  /** Folder of the socket; empty if its path is too long for the kernel. */
  static Optional<Path> folder(Layout layout) {
    boolean fits =
        layout.folder().toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST_FOLDER;
    return fits ? Optional.of(layout.run()) : Optional.empty();
  }

  /** As {@code unix_socket_directories} wants it: a list, hence quoted. */
  static String setting(Layout layout) {
    return folder(layout)
        .map(folder -> '"' + folder.toString().replace("\"", "\"\"") + '"')
        .orElse("");
  }

  /**
   * Makes the folder anew, so that a socket or lock file of a killed server is not in the way. No
   * server may run.
   */
  static void prepare(Layout layout) throws IOException {
    Files600.deleteTree(layout.run());
    if (folder(layout).isPresent()) {
      Files600.makeFolder(layout.run());
    }
  }

  /** Says once per start that there is none. */
  static void tellIfNone(Layout layout) {
    if (folder(layout).isEmpty()) {
      LOG.info(
          "the path of the data folder is longer than {} bytes, too long for a socket in it; the"
              + " database is reached over TCP",
          LONGEST_FOLDER);
    }
  }
}
