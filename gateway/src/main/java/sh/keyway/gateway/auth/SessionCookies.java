package sh.keyway.gateway.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import sh.keyway.gateway.http.Exchange;

/**
 * The cookies of a browser session (http-auth §2.4): the token, which no script can read, and a
 * mark that it is there. They last as long as the token. Every host of the same site can set
 * cookies of these names for us, so where there is TLS a third one, whose name browsers let no
 * other host use (RFC 6265bis §4.1.3), says which token is ours.
 */
public final class SessionCookies {
  private static final String SESSION = "keyway_session";
  private static final String LOGGED_IN = "keyway_logged_in";

  private static final String BOUND = "__Host-keyway_bound";

  private final PublicAddress address;
  private final @Nullable String domain;

  /**
   * Cookies of this address, {@code Secure} if that has TLS.
   *
   * @param domain of the first two, null for its host alone
   */
  public SessionCookies(PublicAddress address, @Nullable String domain) {
    this.address = address;
    this.domain = domain;
  }

  /**
   * The session cookie we set; without TLS the first there is. Cut at an equals sign; null if there
   * is none or it is empty.
   */
  public @Nullable String read(Exchange exchange) {
    if (!address.isHttps()) {
      return Cookies.read(exchange, SESSION);
    }
    String bound = Cookies.read(exchange, BOUND);
    return bound == null
        ? null
        : Cookies.all(exchange, SESSION).stream()
            .filter(token -> isBoundBy(token, bound))
            .findFirst()
            .orElse(null);
  }

  private static boolean isBoundBy(String token, String bound) {
    return MessageDigest.isEqual(bytes(binding(token)), bytes(bound));
  }

  private static String binding(String token) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256.of(bytes(token)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Has the browser keep them that long. */
  public void set(Exchange exchange, String token, Duration life) {
    write(exchange, token, life);
  }

  /** Has the browser drop them. */
  public void clear(Exchange exchange) {
    write(exchange, "", Duration.ZERO);
  }

  private void write(Exchange exchange, String token, Duration life) {
    boolean secure = address.isHttps();
    Cookies.write(exchange, SESSION, token, life, domain, true, secure);
    Cookies.write(exchange, LOGGED_IN, "true", life, domain, false, secure);
    if (secure) {
      Cookies.write(exchange, BOUND, binding(token), life, null, true, true);
    }
  }
}
