package sh.keyway.gateway.auth;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/** Origins of web addresses (RFC 6454). */
public final class Origins {
  private Origins() {}

  /**
   * The origin, as browsers spell it: lower case, without the port its scheme implies. Empty if it
   * is no http or https address with a host, or has user info.
   */
  public static Optional<String> of(URI address) {
    String scheme = address.getScheme();
    String host = address.getHost();
    if (scheme == null || host == null || host.isEmpty() || address.getRawUserInfo() != null) {
      return Optional.empty();
    }
    String lower = scheme.toLowerCase(Locale.ROOT);
    int implied =
        switch (lower) {
          case "http" -> 80;
          case "https" -> 443;
          default -> -1;
        };
    if (implied < 0) {
      return Optional.empty();
    }
    int port = address.getPort();
    String suffix = port < 0 || port == implied ? "" : ":" + port;
    return Optional.of(lower + "://" + host.toLowerCase(Locale.ROOT) + suffix);
  }
}
