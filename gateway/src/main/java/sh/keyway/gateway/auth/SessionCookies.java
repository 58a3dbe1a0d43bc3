package sh.keyway.gateway.auth;

import io.vertx.core.http.HttpHeaders;
import org.jspecify.annotations.Nullable;
import sh.keyway.gateway.http.Exchange;

/** The cookies of a browser session (http-auth §2.4), host-only and Secure. */
final class SessionCookies {
  private static final String SESSION = "keyway_session";
  private static final String LOGGED_IN = "keyway_logged_in";
  private static final String GONE = "=; Max-Age=0; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT";
  private static final String CLEAR_SESSION = SESSION + GONE + "; HttpOnly; Secure; SameSite=Lax";
  private static final String CLEAR_LOGGED_IN = LOGGED_IN + GONE + "; Secure; SameSite=Lax";

  private SessionCookies() {}

  /** Value of the first session cookie, cut at an equals sign; null if there is none or empty. */
  static @Nullable String read(Exchange exchange) {
    String header = exchange.header(HttpHeaders.COOKIE);
    if (header == null) {
      return null;
    }
    for (String pair : header.split(";", -1)) {
      String[] parts = pair.strip().split("=", 3);
      if (parts.length > 1 && parts[0].equals(SESSION)) {
        return parts[1].isEmpty() ? null : parts[1];
      }
    }
    return null;
  }

  /** Has the browser drop both. */
  static void clear(Exchange exchange) {
    exchange.addHeader(HttpHeaders.SET_COOKIE, CLEAR_SESSION);
    exchange.addHeader(HttpHeaders.SET_COOKIE, CLEAR_LOGGED_IN);
  }
}
