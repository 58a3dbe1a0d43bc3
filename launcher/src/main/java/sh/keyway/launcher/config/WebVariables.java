package sh.keyway.launcher.config;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sh.keyway.launcher.config.Configuration.Web;

/** Reads what browsers and error documents are told. */
final class WebVariables {
  private static final String DOMAIN_NAME =
      "(?=.{1,253}$)([a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\\.)*"
          + "[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?";

  private WebVariables() {}

  /** Reads all of them. */
  static Web read(Variables from, URI github) {
    String domain = from.parsed("DOMAIN", WebVariables::domain);
    String api = or(from.baseUrl("KEYWAY_PUBLIC_URL"), domain, "https://api.");
    String dashboard = or(from.url("DASHBOARD_URL"), domain, "https://app.");
    String frontend = or(from.url("FRONTEND_URL"), domain, "https://");
    List<String> origins = from.origins("ALLOWED_ORIGINS");
    String errors = from.url("ERROR_BASE_URL");
    if (from.text("ALLOWED_ORIGINS") == null) {
      origins =
          Stream.of(frontend, dashboard)
              .flatMap(Stream::ofNullable)
              .map(Variables::origin)
              .distinct()
              .toList();
    }
    return new Web(
        origins,
        errors == null ? "https://api.keyway.sh/errors" : errors,
        github.toString(),
        api,
        dashboard,
        frontend,
        cookies(from, domain, api));
  }

  /** What a whole domain gets to see, its sibling hosts see (http-auth §12 W15). */
  private static @Nullable String cookies(
      Variables from, @Nullable String domain, @Nullable String api) {
    return from.parsed(
        "COOKIE_DOMAIN",
        value -> {
          String cookies = domain(value);
          if (domain == null || !isWithin(cookies, domain)) {
            throw new IllegalArgumentException("must be DOMAIN or a subdomain of it");
          }
          String host = api == null ? null : URI.create(api).getHost();
          if (host == null || !isWithin(host.toLowerCase(Locale.ROOT), cookies)) {
            throw new IllegalArgumentException("must be the host of KEYWAY_PUBLIC_URL or above it");
          }
          return cookies;
        });
  }

  private static String domain(String value) {
    if (!value.matches(DOMAIN_NAME)) {
      throw new IllegalArgumentException("must be a bare domain name");
    }
    return value.toLowerCase(Locale.ROOT);
  }

  private static boolean isWithin(String host, String domain) {
    return host.equals(domain) || host.endsWith("." + domain);
  }

  private static @Nullable String or(
      @Nullable String given, @Nullable String domain, String prefix) {
    return given != null || domain == null ? given : prefix + domain;
  }
}
