package sh.keyway.gateway.auth;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import sh.keyway.gateway.http.Exchange;

/**
 * The cookies of a browser session (http-auth §2.4): the token, which no script can read, and a
 * mark that it is there. They last as long as the token.
 */
public final class SessionCookies {
  private static final String SESSION = "keyway_session";
  private static final String LOGGED_IN = "keyway_logged_in";

  private final PublicAddress address;
  private final @Nullable String domain;

  /**
   * Cookies of this address, {@code Secure} if that has TLS.
   *
   * @param domain null for its host alone
   */
  public SessionCookies(PublicAddress address, @Nullable String domain) {
    this.address = address;
    this.domain = domain;
  }

  /** Value of the first session cookie, cut at an equals sign; null if there is none or empty. */
  public @Nullable String read(Exchange exchange) {
    return Cookies.read(exchange, SESSION);
  }

  /** Has the browser keep both that long. */
  public void set(Exchange exchange, String token, Duration life) {
    write(exchange, token, life);
  }

  /** Has the browser drop both. */
  public void clear(Exchange exchange) {
    write(exchange, "", Duration.ZERO);
  }

  private void write(Exchange exchange, String token, Duration life) {
    boolean secure = address.isHttps();
    Cookies.write(exchange, SESSION, token, life, domain, true, secure);
    Cookies.write(exchange, LOGGED_IN, "true", life, domain, false, secure);
  }
}
