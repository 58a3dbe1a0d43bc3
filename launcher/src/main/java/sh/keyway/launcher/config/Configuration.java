package sh.keyway.launcher.config;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sh.keyway.crypto.KeyRing;

/**
 * Everything the process was told, read once at its start.
 *
 * @param listen where to listen
 * @param dataFolder where state is kept, absolute
 * @param database the database to use, null to run one in the data folder
 * @param credentials what was given to sign and seal with
 * @param web what browsers and error documents are told
 * @param logLevel {@code error}, {@code warn}, {@code info}, {@code debug}, {@code trace} or {@code
 *     off}
 * @param eventLoops threads that serve requests, at least 1
 */
public record Configuration(
    Listen listen,
    Path dataFolder,
    @Nullable DatabaseLogin database,
    Credentials credentials,
    Web web,
    String logLevel,
    int eventLoops) {

  /**
   * Where to listen.
   *
   * @param host address of the public listener
   * @param port its port, 0 for any free one
   * @param managementPort port of the management listener, which is always on loopback; 0 for any
   *     free one
   */
  public record Listen(String host, int port, int managementPort) {}

  /**
   * What to sign and seal with.
   *
   * @param keys key-encryption keys, null if none were given
   * @param jwtSecret key of Keyway JWTs, at least 32 characters, null if none was given
   */
  public record Credentials(@Nullable KeyRing keys, @Nullable String jwtSecret) {
    /** Gives nothing away. */
    @Override
    public String toString() {
      return "Credentials[keys "
          + (keys == null ? "absent" : "given")
          + ", JWT secret "
          + (jwtSecret == null ? "absent" : "given")
          + "]";
    }
  }

  /**
   * What browsers and error documents are told.
   *
   * @param allowedOrigins origins that may call from a browser
   * @param errorBaseUrl what problem types begin with, no trailing slash
   * @param githubUrl web address of GitHub, no trailing slash
   */
  public record Web(List<String> allowedOrigins, String errorBaseUrl, String githubUrl) {
    /** Copies the list in. */
    public Web {
      allowedOrigins = List.copyOf(allowedOrigins);
    }
  }
}
