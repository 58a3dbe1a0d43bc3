package sh.keyway.postgres;

import java.util.List;
import java.util.Locale;

/**
 * Binaries for one kind of machine.
 *
 * @param system operating system
 * @param machine processor
 * @param resource name of the archive in its jar
 * @param sha256 of the archive, hexadecimal: what does not match is never run
 */
record Platform(String system, String machine, String resource, String sha256) {
  // Only what could be checked. A further one is a line here and a dependency in the pom. The
  // macOS one is not shipped by default (71 MB); the arm64 ones have no checksum at 18.6.0.
  private static final List<Platform> KNOWN =
      List.of(
          new Platform(
              "linux",
              "x86_64",
              "postgres-linux-x86_64.txz",
              "63999c2914366d62c68e51794e597588c336e75ed2958d53c558e8deca5e13fc"),
          new Platform(
              "macos",
              "x86_64",
              "postgres-darwin-x86_64.txz",
              "f4db5df0b13e3e72149c0547ccd1eee177cfe67accb8c296e8d0e46ef3601f01"));

  /** The one we are on, if its binaries are in this build. */
  static Platform current() {
    return of(System.getProperty("os.name", "unknown"), System.getProperty("os.arch", "unknown"));
  }

  static Platform of(String osName, String osArch) {
    String os = osName.toLowerCase(Locale.ROOT);
    String system = os.startsWith("mac") ? "macos" : os;
    String arch = osArch.toLowerCase(Locale.ROOT);
    String machine = arch.equals("amd64") ? "x86_64" : arch;
    return KNOWN.stream()
        .filter(p -> p.system().equals(system) && p.machine().equals(machine))
        .filter(p -> Platform.class.getResource("/" + p.resource()) != null)
        .findFirst()
        .orElseThrow(() ->
            new EmbeddedPostgresException(
                "this build brings no PostgreSQL for "
                    + osName
                    + " on "
                    + osArch
                    + "; set DATABASE_URL to use one of your own"));
  }

  /** Name of the folder its files go to. */
  String folder() {
    return "bin-" + sha256.substring(0, 16);
  }
}
