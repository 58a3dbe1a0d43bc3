package sh.keyway.launcher.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sh.keyway.connect.ConnectConfig;
import sh.keyway.crypto.KeyRing;

/**
 * Everything the process was told, read once at its start.
 *
 * @param listen where to listen
 * @param dataFolder where state is kept, absolute
 * @param database the database to use, null to run one in the data folder
 * @param credentials what was given to sign and seal with
 * @param web what browsers and error documents are told
 * @param github the GitHub App, null if the local forge serves
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
    @Nullable GitHub github,
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
   * What browsers and error documents are told. No address here ends in a slash.
   *
   * @param allowedOrigins origins that may call from a browser
   * @param errorBaseUrl what problem types begin with
   * @param githubUrl web address of GitHub
   * @param publicUrl where the API is reached, null for the address it listens on
   * @param dashboardUrl where a browser goes after signing in, null for nowhere
   * @param frontendUrl where error pages link to, null for nowhere
   * @param cookieDomain domain of the session cookies, null for the API's host alone
   */
  public record Web(
      List<String> allowedOrigins,
      String errorBaseUrl,
      String githubUrl,
      @Nullable String publicUrl,
      @Nullable String dashboardUrl,
      @Nullable String frontendUrl,
      @Nullable String cookieDomain) {
    /** Copies the list in. */
    public Web {
      allowedOrigins = List.copyOf(allowedOrigins);
    }
  }

  /**
   * The GitHub App.
   *
   * @param connect how GitHub is asked
   * @param webhookSecret key of webhook signatures, null if there are no webhooks
   * @param staleMax how old a role may be for machines while GitHub does not answer
   * @param tokenLogin whether personal access tokens are credentials here
   */
  public record GitHub(
      ConnectConfig connect,
      @Nullable String webhookSecret,
      Duration staleMax,
      boolean tokenLogin) {
    /** Gives nothing away. */
    @Override
    public String toString() {
      return "GitHub["
          + connect
          + ", webhooks "
          + (webhookSecret == null ? "off" : "on")
          + ", stale for "
          + staleMax
          + ", token login "
          + tokenLogin
          + "]";
    }
  }
}
