package sh.keyway.gateway.signin;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where browsers are sent.
 *
 * @param githubUrl web address of GitHub, without a trailing slash
 * @param app the GitHub App, null if none is configured
 * @param returnOrigins origins a sign-in may end at
 * @param dashboardUrl where a browser that has signed in goes, null if there is no dashboard
 * @param frontendUrl where error pages link to, null for nowhere
 */
public record Site(
    String githubUrl,
    @Nullable App app,
    List<String> returnOrigins,
    @Nullable String dashboardUrl,
    @Nullable String frontendUrl) {

  /**
   * The GitHub App.
   *
   * @param clientId its OAuth client id
   * @param installUrl where to install it
   */
  public record App(String clientId, String installUrl) {}

  /** Copies the list in. */
  public Site {
    returnOrigins = List.copyOf(returnOrigins);
  }
}
