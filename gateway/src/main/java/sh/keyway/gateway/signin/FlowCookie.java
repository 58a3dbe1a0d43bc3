package sh.keyway.gateway.signin;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import sh.keyway.gateway.auth.Cookies;
import sh.keyway.gateway.auth.PublicAddress;
import sh.keyway.gateway.http.Exchange;

/**
 * A cookie that binds one step of a sign-in to the browser that began it. Where there is TLS its
 * name begins with {@code __Host-}, so that no sibling host can have planted it (RFC 6265bis
 * §4.1.3), and the plain name is not looked at.
 */
final class FlowCookie {
  private final String name;
  private final PublicAddress address;

  FlowCookie(String name, PublicAddress address) {
    this.name = name;
    this.address = address;
  }

  @Nullable String read(Exchange exchange) {
    return Cookies.read(exchange, name());
  }

  void set(Exchange exchange, String value, Duration life) {
    Cookies.write(exchange, name(), value, life, null, true, address.isHttps());
  }

  void clear(Exchange exchange) {
    Cookies.write(exchange, name(), "", Duration.ZERO, null, true, address.isHttps());
  }

  private String name() {
    return address.isHttps() ? "__Host-" + name : name;
  }
}
