package sh.keyway.launcher.config;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sh.keyway.crypto.KeyRing;
import sh.keyway.launcher.config.Configuration.Credentials;
import sh.keyway.launcher.config.Configuration.Listen;

/**
 * Turns variables into the one configuration (http-auth §9, data-and-crypto §3.5). Variables of the
 * self-hosting guide that are not read here ({@code NODE_ENV}, {@code RATE_LIMIT_*} and those of
 * later releases) are accepted and have no effect.
 */
public final class ConfigurationReader {
  /** Every variable that is read. */
  public static final Set<String> NAMES =
      Set.of(
          "HOST",
          "PORT",
          "MANAGEMENT_PORT",
          "KEYWAY_DATA_DIR",
          "KEYWAY_EVENT_LOOPS",
          "DATABASE_URL",
          "ENCRYPTION_KEY",
          "ENCRYPTION_KEYS",
          "ENCRYPTION_KEY_FILE",
          "JWT_SECRET",
          "DOMAIN",
          "DASHBOARD_URL",
          "FRONTEND_URL",
          "ALLOWED_ORIGINS",
          "ERROR_BASE_URL",
          "KEYWAY_PUBLIC_URL",
          "COOKIE_DOMAIN",
          "GITHUB_URL",
          "GITHUB_BASE_URL",
          "GITHUB_CA_FILE",
          "GITHUB_APP_ID",
          "GITHUB_APP_CLIENT_ID",
          "GITHUB_APP_CLIENT_SECRET",
          "GITHUB_APP_PRIVATE_KEY",
          "GITHUB_APP_NAME",
          "GITHUB_APP_INSTALL_URL",
          "GITHUB_APP_WEBHOOK_SECRET",
          "GITHUB_STALE_MAX",
          "GITHUB_TOKEN_LOGIN",
          "GITHUB_OIDC_ISSUER",
          "GITHUB_OIDC_JWKS_URL",
          "LOG_LEVEL");

  private static final int JWT_SECRET_LENGTH = 32;
  private static final long KEY_FILE_BYTES = 65_536;
  private static final int USUAL_EVENT_LOOPS = 4;
  private static final int MOST_EVENT_LOOPS = 64;
  private static final Map<String, String> LEVELS =
      Map.of(
          "fatal", "error", "error", "error", "warn", "warn", "info", "info", "debug", "debug",
          "trace", "trace", "silent", "off");

  private ConfigurationReader() {}

  /**
   * Reads all of it.
   *
   * @param variables name to value; relative paths are meant from the working directory
   * @throws ConfigurationException naming everything that is wrong
   */
  public static Configuration read(Map<String, String> variables) throws ConfigurationException {
    Variables from = new Variables(variables);
    URI github = GitHubVariables.web(from);
    Configuration configuration =
        new Configuration(
            new Listen(host(from), from.port("PORT", 8080), from.port("MANAGEMENT_PORT", 0)),
            dataFolder(from),
            from.parsed("DATABASE_URL", DatabaseUrl::parse),
            credentials(from),
            WebVariables.read(from, github),
            GitHubVariables.app(from, github),
            LEVELS.getOrDefault(from.oneOf("LOG_LEVEL", "info", LEVELS.keySet()), "info"),
            from.number("KEYWAY_EVENT_LOOPS", eventLoops(), 1, MOST_EVENT_LOOPS));
    if (from.text("DATABASE_URL") != null) {
      requireCredentials(from);
    }
    if (!from.problems().isEmpty()) {
      throw new ConfigurationException(from.problems());
    }
    return configuration;
  }

  /** The folder alone, for commands that need nothing else. */
  public static Path dataFolder(Map<String, String> variables) throws ConfigurationException {
    Variables from = new Variables(variables);
    Path folder = dataFolder(from);
    if (!from.problems().isEmpty()) {
      throw new ConfigurationException(from.problems());
    }
    return folder;
  }

  /** One per processor as far as that pays; PostgreSQL wants some too. */
  private static int eventLoops() {
    return Math.min(USUAL_EVENT_LOOPS, Runtime.getRuntime().availableProcessors());
  }

  private static String host(Variables from) {
    String host =
        from.parsed(
            "HOST",
            value -> {
              if (!value.matches("[0-9A-Za-z.:_%-]{1,253}")) {
                throw new IllegalArgumentException("must be an address or a host name");
              }
              return value;
            });
    return host == null ? "127.0.0.1" : host;
  }

  private static Path dataFolder(Variables from) {
    Path folder =
        from.parsed(
            "KEYWAY_DATA_DIR",
            value -> {
              try {
                return Path.of(value);
              } catch (InvalidPathException e) {
                throw new IllegalArgumentException("must be the path of a folder");
              }
            });
    return (folder == null ? Path.of("data") : folder).toAbsolutePath().normalize();
  }

  private static Credentials credentials(Variables from) {
    String secret =
        from.parsed(
            "JWT_SECRET",
            value -> {
              if (value.length() < JWT_SECRET_LENGTH) {
                throw new IllegalArgumentException(
                    "must have at least " + JWT_SECRET_LENGTH + " characters");
              }
              return value;
            });
    return new Credentials(keys(from), secret);
  }

  /** The plural wins over the singular as in the contract; a file beside either is a mistake. */
  private static @Nullable KeyRing keys(Variables from) {
    KeyRing one = from.parsed("ENCRYPTION_KEY", ConfigurationReader::ring);
    KeyRing several = from.parsed("ENCRYPTION_KEYS", ConfigurationReader::rings);
    KeyRing filed = from.parsed("ENCRYPTION_KEY_FILE", ConfigurationReader::keyFile);
    boolean given = from.text("ENCRYPTION_KEY") != null || from.text("ENCRYPTION_KEYS") != null;
    if (given && from.text("ENCRYPTION_KEY_FILE") != null) {
      from.problem(
          "ENCRYPTION_KEY_FILE", "must not be set beside ENCRYPTION_KEY or ENCRYPTION_KEYS");
    }
    return Stream.of(several, one, filed).filter(k -> k != null).findFirst().orElse(null);
  }

  private static KeyRing keyFile(String name) {
    String text;
    try {
      Path file = Path.of(name);
      if (Files.size(file) > KEY_FILE_BYTES) {
        throw new IllegalArgumentException("names a file that is too big to hold keys");
      }
      text = Files.readString(file).strip();
    } catch (IOException | InvalidPathException e) {
      throw new IllegalArgumentException("names a file that cannot be read");
    }
    return text.contains(":") ? rings(text) : ring(text);
  }

  private static KeyRing ring(String text) {
    try {
      return KeyRing.single(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("cannot be used: " + e.getMessage());
    }
  }

  private static KeyRing rings(String text) {
    try {
      return KeyRing.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("cannot be used: " + e.getMessage());
    }
  }

  /** Keys made up for a database that others may have filled would only hide that they are lost. */
  private static void requireCredentials(Variables from) {
    if (Stream.of("ENCRYPTION_KEY", "ENCRYPTION_KEYS", "ENCRYPTION_KEY_FILE")
        .allMatch(name -> from.text(name) == null)) {
      from.problem(
          "ENCRYPTION_KEYS",
          "(or ENCRYPTION_KEY, or ENCRYPTION_KEY_FILE) is required together with DATABASE_URL");
    }
    if (from.text("JWT_SECRET") == null) {
      from.problem("JWT_SECRET", "is required together with DATABASE_URL");
    }
  }
}
