package sh.keyway.gateway.auth;

import io.vertx.core.http.HttpHeaders;
import org.jspecify.annotations.Nullable;
import sh.keyway.gateway.http.Exchange;

/** The token of an Authorization header (http-auth §2.1). */
public final class Bearer {
  private static final String PREFIX = "Bearer ";

  private Bearer() {}

  /** What follows exactly {@code Bearer }; null if there is no such header, or nothing follows. */
  public static @Nullable String read(Exchange exchange) {
    String header = exchange.header(HttpHeaders.AUTHORIZATION);
    return header != null && header.length() > PREFIX.length() && header.startsWith(PREFIX)
        ? header.substring(PREFIX.length())
        : null;
  }
}
