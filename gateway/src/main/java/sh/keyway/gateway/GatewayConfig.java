package sh.keyway.gateway;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway needs to know.
 *
 * @param host address to listen on
 * @param port port to listen on, 0 for any free one
 * @param jwtSecret key of Keyway JWTs, at least 32 characters
 * @param web what browsers are told
 * @param github the GitHub App, null if none is configured
 */
public record GatewayConfig(
    String host, int port, String jwtSecret, Web web, @Nullable GitHubApp github) {

  /**
   * What browsers are told.
   *
   * @param allowedOrigins origins that may call from a browser, exact strings
   * @param errorBaseUrl what problem types begin with, without a trailing slash
   * @param githubUrl web origin of GitHub, for the Content-Security-Policy
   * @param publicUrl where this API is reached, without a trailing slash; null for the address it
   *     listens on
   * @param dashboardUrl where to send a browser that has signed in, null if there is no dashboard
   * @param frontendUrl where error pages link to, null for nowhere
   * @param cookieDomain domain of the session cookies, null for the host alone
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
   * The GitHub App, as far as browsers and GitHub's own calls meet it here.
   *
   * @param clientId its OAuth client id
   * @param installUrl where to install it
   * @param webhookSecret key of webhook signatures, null if there are no webhooks
   * @param tokenLogin whether personal access tokens are credentials here
   */
  public record GitHubApp(
      String clientId, String installUrl, @Nullable String webhookSecret, boolean tokenLogin) {
    /** Gives nothing away. */
    @Override
    public String toString() {
      return "GitHubApp[" + clientId + ", " + installUrl + "]";
    }
  }

  /** Gives nothing away. */
  @Override
  public String toString() {
    return "GatewayConfig[" + host + ":" + port + "]";
  }
}
