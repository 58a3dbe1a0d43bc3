package sh.keyway.gateway.auth;

import io.vertx.core.http.HttpHeaders;
import java.net.URI;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.gateway.http.Cors;
import sh.keyway.gateway.http.Exchange;

/** Where this API is reached, and which pages may act here for a browser that is signed in. */
public final class PublicAddress {
  private final @Nullable String url;
  private final String host;
  private final IntSupplier port;
  private final Cors cors;

  /**
   * Is reached there.
   *
   * @param url null for the address it listens on
   * @param host the one it listens on
   * @param port the one it listens on, once it does
   * @param cors whose pages may call besides our own
   */
  public PublicAddress(@Nullable String url, String host, IntSupplier port, Cors cors) {
    this.url = url;
    this.host = host;
    this.port = port;
    this.cors = cors;
  }

  /** The one base URL, without a trailing slash. */
  public String base() {
    String configured = url;
    return configured != null ? configured : "http://" + reachable() + ":" + port.getAsInt();
  }

  /** Whether browsers come here over TLS. */
  public boolean isHttps() {
    return base().startsWith("https:");
  }

  /** Whether a page of this origin, as browsers tell it, may act with a cookie of ours. */
  public boolean trusts(@Nullable String origin) {
    return origin != null && (origin.equals(own().orElse(null)) || cors.allows(origin));
  }

  /**
   * Goes on unless a page other than ours made the browser post this form.
   *
   * @throws sh.keyway.contracts.ProblemException FORBIDDEN
   */
  public void refuseForeign(Exchange exchange) {
    if (exchange.header(HttpHeaders.ORIGIN) != null) {
      requireOwn(exchange);
    }
  }

  /**
   * Goes on only if a page of ours made the browser post this form: what a cookie authorises needs
   * that.
   *
   * @throws sh.keyway.contracts.ProblemException FORBIDDEN
   */
  public void requireOwn(Exchange exchange) {
    String origin = exchange.header(HttpHeaders.ORIGIN);
    if (origin == null || !origin.equals(own().orElse(null))) {
      throw foreign();
    }
  }

  private RuntimeException foreign() {
    return Problem.of(Kind.FORBIDDEN, "This must be sent from a page of " + base()).exception();
  }

  private Optional<String> own() {
    return Origins.of(URI.create(base()));
  }

  private String reachable() {
    return switch (host) {
      case "0.0.0.0" -> "127.0.0.1";
      case "::" -> "[::1]";
      default -> host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    };
  }
}
