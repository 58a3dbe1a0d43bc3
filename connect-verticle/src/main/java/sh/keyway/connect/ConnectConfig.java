package sh.keyway.connect;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import sh.keyway.connect.http.Limits;

/**
 * What the connect room needs to know (http-auth §8 and §9).
 *
 * @param api {@code GITHUB_BASE_URL}: where the REST API is, with its path prefix
 * @param web {@code GITHUB_URL}: where people go, and where codes are redeemed
 * @param appId {@code GITHUB_APP_ID}, or the App's client id
 * @param clientId {@code GITHUB_APP_CLIENT_ID}
 * @param clientSecret {@code GITHUB_APP_CLIENT_SECRET}
 * @param key {@code GITHUB_APP_PRIVATE_KEY}
 * @param installUrl {@code GITHUB_APP_INSTALL_URL}, or {@link #installUrl(URI, String)}
 * @param oidcIssuer the {@code iss} of the OIDC tokens to accept, to the letter
 * @param oidcKeys where their keys are (JWKS, RFC 7517)
 * @param caFile PEM file of authorities to trust instead of the system's, null for the system's
 * @param limits bounds of every call
 */
public record ConnectConfig(
    URI api,
    URI web,
    String appId,
    String clientId,
    String clientSecret,
    AppKey key,
    String installUrl,
    String oidcIssuer,
    URI oidcKeys,
    @Nullable Path caFile,
    Limits limits) {
  /**
   * Refuses an App id that cannot be one.
   *
   * @throws IllegalArgumentException if the App id is anything but letters, digits, dots and dashes
   */
  public ConnectConfig {
    if (!appId.matches("[A-Za-z0-9.-]{1,64}")) {
      throw new IllegalArgumentException("the App id is none");
    }
  }

  /** {@code GITHUB_BASE_URL} by default. */
  public static final URI GITHUB_API = URI.create("https://api.github.com");

  /** {@code GITHUB_URL} by default. */
  public static final URI GITHUB_WEB = URI.create("https://github.com");

  /** Issuer of GitHub's own OIDC tokens. */
  public static final String GITHUB_OIDC = "https://token.actions.githubusercontent.com";

  /** Where an App is installed: on the host people go to (http-auth §12 W17). */
  public static String installUrl(URI web, String appName) {
    String base = web.toString().replaceAll("/+$", "");
    // An Enterprise server has its Apps under another path than github.com.
    String apps = "github.com".equalsIgnoreCase(web.getHost()) ? "/apps/" : "/github-apps/";
    return base + apps + appName + "/installations/new";
  }

  /** Where an issuer's keys are by GitHub's convention. */
  public static URI oidcKeys(String issuer) {
    return URI.create(issuer.replaceAll("/+$", "") + "/.well-known/jwks");
  }

  /** Gives nothing away. */
  @Override
  public String toString() {
    return "ConnectConfig[" + api + ", " + web + ", App " + appId + ", OIDC " + oidcIssuer + "]";
  }
}
