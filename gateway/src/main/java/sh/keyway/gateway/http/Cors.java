package sh.keyway.gateway.http;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Cross-origin requests: only from a list, compared exactly (http-auth §1.5). */
public final class Cors {
  private static final CharSequence METHODS =
      HttpHeaders.createOptimized("GET, HEAD, PUT, PATCH, POST, DELETE, OPTIONS");
  private static final CharSequence VARY_BY = HttpHeaders.createOptimized("Origin");
  private static final CharSequence TRUE = HttpHeaders.createOptimized("true");

  private final Set<String> allowed;

  /** Allows these origins; a trailing slash is forgiven. None at all turns CORS off. */
  public Cors(List<String> origins) {
    allowed =
        origins.stream()
            .map(o -> o.endsWith("/") ? o.substring(0, o.length() - 1) : o)
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether pages of this origin may call. */
  public boolean allows(@Nullable String origin) {
    return origin != null && allowed.contains(origin);
  }

  /** Adds what every answer carries. */
  void addTo(MultiMap answer, @Nullable String origin) {
    if (allowed.isEmpty()) {
      return;
    }
    answer.add(HttpHeaders.VARY, VARY_BY);
    answer.add(HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS, TRUE);
    if (origin != null && allowed.contains(origin)) {
      answer.add(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    }
  }

  /** Whether this is for {@link #preflight}; if CORS is off, OPTIONS is a method like any other. */
  boolean answers(HttpMethod method) {
    return !allowed.isEmpty() && method.equals(HttpMethod.OPTIONS);
  }

  /** Answers an OPTIONS request, whatever its path. */
  Answer preflight(Exchange exchange) {
    if (exchange.header(HttpHeaders.ORIGIN) == null
        || exchange.header(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD) == null) {
      return new Answer(400, "text/plain", Buffer.buffer("Invalid Preflight Request"));
    }
    MultiMap headers = exchange.request().response().headers();
    headers.set(HttpHeaders.VARY, "Origin, Access-Control-Request-Headers");
    headers.add(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, METHODS);
    String requested = exchange.header(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS);
    if (requested != null && requested.chars().allMatch(c -> c >= ' ' && c <= '~')) {
      headers.add(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, requested);
    }
    return Answer.noContent();
  }
}
