package sh.keyway.secrets;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the secrets room needs to know.
 *
 * @param host database host
 * @param port database port
 * @param database database name
 * @param user role to connect as
 * @param password its password
 * @param tls how the connection is protected
 * @param caFile PEM file of the authority to trust, null for the system's; ignored without TLS
 * @param environmentBytes most bytes of keys and values one environment may hold
 * @param environmentKeys most keys one environment may hold
 * @param github how far GitHub's word goes, null if no GitHub App is configured
 */
public record SecretsConfig(
    String host,
    int port,
    String database,
    String user,
    String password,
    Tls tls,
    @Nullable Path caFile,
    int environmentBytes,
    int environmentKeys,
    @Nullable GitHubRules github) {

  /** Largest environment by default, in bytes. */
  public static final int ENVIRONMENT_BYTES = 1_048_576;

  /** Most keys in an environment by default. */
  public static final int ENVIRONMENT_KEYS = 5_000;

  /**
   * How far GitHub's word goes, and which GitHub that is.
   *
   * @param api base URL of its API; a trailing slash does not matter
   * @param installUrl where to install the App
   * @param staleForMachines how old a role may be for API keys while GitHub does not answer
   * @param staleForPeople the same for sessions and personal access tokens
   * @param tokenLogin whether personal access tokens are credentials here
   */
  public record GitHubRules(
      String api,
      String installUrl,
      Duration staleForMachines,
      Duration staleForPeople,
      boolean tokenLogin) {
    /** How old a role may be for people unless configured otherwise. */
    public static final Duration STALE_FOR_PEOPLE = Duration.ofHours(1);

    /** What holds of this GitHub unless configured otherwise. */
    public static GitHubRules usual(String api, String installUrl) {
      return new GitHubRules(api, installUrl, Duration.ofHours(24), STALE_FOR_PEOPLE, true);
    }
  }

  /** The libpq meaning of {@code sslmode}. */
  public enum Tls {
    /** Plain text. */
    DISABLE,
    /** Encrypted if the server can. */
    PREFER,
    /** Encrypted, any certificate. */
    REQUIRE,
    /** Encrypted, certificate from a trusted authority. */
    VERIFY_CA,
    /** Encrypted, certificate from a trusted authority and for this host. */
    VERIFY_FULL
  }

  /** Gives nothing away. */
  @Override
  public String toString() {
    return "SecretsConfig[" + user + "@" + host + ":" + port + "/" + database + "]";
  }
}
