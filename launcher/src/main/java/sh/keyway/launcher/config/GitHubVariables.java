package sh.keyway.launcher.config;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sh.keyway.connect.AppKey;
import sh.keyway.connect.ConnectConfig;
import sh.keyway.connect.http.Limits;
import sh.keyway.launcher.config.Configuration.GitHub;

/** Reads what concerns GitHub (http-auth §9, the self-hosting guide). */
final class GitHubVariables {
  private static final String ID = "GITHUB_APP_ID";
  private static final String CLIENT_ID = "GITHUB_APP_CLIENT_ID";
  private static final String CLIENT_SECRET = "GITHUB_APP_CLIENT_SECRET";
  private static final String KEY = "GITHUB_APP_PRIVATE_KEY";

  /** What makes an App; all of it or nothing. */
  private static final List<String> APP = List.of(ID, CLIENT_ID, CLIENT_SECRET, KEY);

  private static final Duration USUAL_STALE = Duration.ofHours(24);
  private static final Duration MOST_STALE = Duration.ofDays(30);

  private GitHubVariables() {}

  /** Where people go. */
  static URI web(Variables from) {
    URI given = from.calledUrl("GITHUB_URL");
    return given == null ? ConnectConfig.GITHUB_WEB : given;
  }

  /** The App; null if none is configured, or something about it is wrong. */
  static @Nullable GitHub app(Variables from, URI web) {
    URI api = from.calledUrl("GITHUB_BASE_URL");
    String id = from.parsed(ID, value -> shaped(value, "[A-Za-z0-9.-]{1,64}"));
    String clientId = from.parsed(CLIENT_ID, value -> shaped(value, "[A-Za-z0-9._-]{1,100}"));
    String clientSecret = from.parsed(CLIENT_SECRET, value -> shaped(value, "[!-~]{1,200}"));
    AppKey key = from.parsed(KEY, AppKey::parse);
    String name =
        from.parsed(
            "GITHUB_APP_NAME",
            value -> shaped(value, "[A-Za-z0-9]([A-Za-z0-9-]{0,98}[A-Za-z0-9])?"));
    String install = from.baseUrl("GITHUB_APP_INSTALL_URL");
    String webhooks = from.text("GITHUB_APP_WEBHOOK_SECRET");
    Duration stale = from.parsed("GITHUB_STALE_MAX", GitHubVariables::duration);
    boolean tokens =
        from.oneOf("GITHUB_TOKEN_LOGIN", "true", Set.of("true", "false")).equals("true");
    String issuer = issuer(from, web);
    URI keys = from.calledUrl("GITHUB_OIDC_JWKS_URL");
    Path authorities = from.parsed("GITHUB_CA_FILE", GitHubVariables::certificates);
    requireAll(from);
    if (id == null || clientId == null || clientSecret == null || key == null || issuer == null) {
      return null;
    }
    return new GitHub(
        new ConnectConfig(
            api == null ? api(web) : api,
            web,
            id,
            clientId,
            clientSecret,
            key,
            install == null
                ? ConnectConfig.installUrl(web, name == null ? "keyway-app" : name)
                : install,
            issuer,
            keys == null ? ConnectConfig.oidcKeys(issuer) : keys,
            authorities,
            Limits.DEFAULT),
        webhooks,
        stale == null ? USUAL_STALE : stale,
        tokens);
  }

  private static void requireAll(Variables from) {
    List<String> given = APP.stream().filter(name -> from.text(name) != null).toList();
    if (!given.isEmpty()) {
      for (String name : APP) {
        if (from.text(name) == null) {
          from.problem(name, "is required together with " + String.join(", ", given));
        }
      }
    }
  }

  /** An Enterprise server has its API on the same host. */
  private static URI api(URI web) {
    return isGitHubCom(web) ? ConnectConfig.GITHUB_API : URI.create(web + "/api/v3");
  }

  /** It is compared to the letter, so it stays as it was written; null if it is wrong. */
  private static @Nullable String issuer(Variables from, URI web) {
    String text = from.text("GITHUB_OIDC_ISSUER");
    URI given = from.calledUrl("GITHUB_OIDC_ISSUER");
    if (text == null) {
      return isGitHubCom(web) ? ConnectConfig.GITHUB_OIDC : web + "/_services/token";
    }
    return given == null ? null : text;
  }

  private static boolean isGitHubCom(URI web) {
    return "github.com".equalsIgnoreCase(web.getHost());
  }

  private static String shaped(String value, String pattern) {
    if (!value.matches(pattern)) {
      throw new IllegalArgumentException("has characters it cannot have, or is too long");
    }
    return value;
  }

  private static Duration duration(String value) {
    String text = value.toUpperCase(Locale.ROOT);
    try {
      Duration read =
          Duration.parse(text.startsWith("P") ? text : (text.endsWith("D") ? "P" : "PT") + text);
      if (!read.isNegative() && read.compareTo(MOST_STALE) <= 0) {
        return read;
      }
    } catch (DateTimeParseException e) {
      // its message quotes the value
    }
    throw new IllegalArgumentException(
        "must be a time like 24h, 90m, 3600s or PT24H, at most 30 days");
  }

  private static Path certificates(String name) {
    try {
      Path file = Path.of(name).toAbsolutePath();
      try (InputStream in = Files.newInputStream(file)) {
        if (!CertificateFactory.getInstance("X.509").generateCertificates(in).isEmpty()) {
          return file;
        }
      }
    } catch (IOException | InvalidPathException | CertificateException e) {
      // said below, without the path
    }
    throw new IllegalArgumentException("must name a readable PEM file of certificates");
  }
}
