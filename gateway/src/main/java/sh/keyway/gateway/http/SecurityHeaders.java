package sh.keyway.gateway.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;

/** The headers that are the same on every answer (http-auth §1.4), made once. */
final class SecurityHeaders {
  private record Header(CharSequence name, CharSequence value) {}

  private final List<Header> headers;

  /**
   * Makes them.
   *
   * @param githubUrl a form may be answered with a redirect there
   */
  SecurityHeaders(String githubUrl) {
    String policy =
        "default-src 'self'; base-uri 'self'; font-src 'self'; form-action 'self' "
            + githubUrl
            + "; frame-ancestors 'none'; img-src 'self' data: https:; object-src 'none';"
            + " script-src 'self'; script-src-attr 'none'; style-src 'self' 'unsafe-inline';"
            + " upgrade-insecure-requests; connect-src 'self'";
    headers =
        List.of(
            header("Content-Security-Policy", policy),
            header("Cross-Origin-Opener-Policy", "same-origin"),
            header("Cross-Origin-Resource-Policy", "same-origin"),
            header("Origin-Agent-Cluster", "?1"),
            header("Referrer-Policy", "no-referrer"),
            header("Strict-Transport-Security", "max-age=31536000; includeSubDomains"),
            header("X-Content-Type-Options", "nosniff"),
            header("X-DNS-Prefetch-Control", "off"),
            header("X-Download-Options", "noopen"),
            header("X-Frame-Options", "SAMEORIGIN"),
            header("X-Permitted-Cross-Domain-Policies", "none"),
            header("X-XSS-Protection", "0"),
            // Answers hold secrets; nothing between us and the client may keep them.
            header("Cache-Control", "no-store"));
  }

  private static Header header(String name, String value) {
    return new Header(HttpHeaders.createOptimized(name), HttpHeaders.createOptimized(value));
  }

  void addTo(MultiMap answer) {
    for (Header header : headers) {
      answer.add(header.name(), header.value());
    }
  }
}
