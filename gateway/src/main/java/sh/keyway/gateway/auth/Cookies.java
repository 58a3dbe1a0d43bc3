package sh.keyway.gateway.auth;

import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sh.keyway.gateway.http.Exchange;

/** Reading and writing cookies (RFC 6265). */
public final class Cookies {
  private Cookies() {}

  /** Value of the first cookie of that name, cut at an equals sign; null if none or empty. */
  public static @Nullable String read(Exchange exchange, String name) {
    return all(exchange, name).stream().findFirst().filter(value -> !value.isEmpty()).orElse(null);
  }

  /**
   * Values of all cookies of that name, each cut at an equals sign, as the browser orders them:
   * other hosts of the same site may have set some of them.
   */
  static List<String> all(Exchange exchange, String name) {
    String header = exchange.header(HttpHeaders.COOKIE);
    List<String> values = new ArrayList<>();
    if (header != null) {
      for (String pair : header.split(";", -1)) {
        String[] parts = pair.strip().split("=", 3);
        if (parts.length > 1 && parts[0].equals(name)) {
          values.add(parts[1]);
        }
      }
    }
    return values;
  }

  /**
   * Has the browser keep a cookie, or drop it: for both the same attributes, so that the one it
   * drops is the one it kept.
   *
   * @param life zero or less to drop it
   * @param domain null for this host alone
   */
  public static void write(
      Exchange exchange,
      String name,
      String value,
      Duration life,
      @Nullable String domain,
      boolean httpOnly,
      boolean secure) {
    boolean gone = !life.isPositive();
    String cookie =
        name
            + "="
            + (gone ? "" : value)
            + "; Max-Age="
            + (gone ? 0 : life.toSeconds())
            + (domain == null ? "" : "; Domain=" + domain)
            + "; Path=/"
            + (gone ? "; Expires=Thu, 01 Jan 1970 00:00:00 GMT" : "")
            + (httpOnly ? "; HttpOnly" : "")
            + (secure ? "; Secure" : "")
            + "; SameSite=Lax";
    exchange.addHeader(HttpHeaders.SET_COOKIE, cookie);
  }
}
