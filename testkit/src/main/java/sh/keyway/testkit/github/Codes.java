package sh.keyway.testkit.github;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The authorisation codes of the web flow: ten minutes, one use, bound to the PKCE challenge. */
final class Codes {
  private static final Duration LIFETIME = Duration.ofMinutes(10);
  private final Map<String, Grant> grants = new ConcurrentHashMap<>();
  private final World world;

  Codes(World world) {
    this.world = world;
  }

  /** What an agreement is bound to. */
  record Grant(
      GitHubUser user, @Nullable String redirectUri, @Nullable String challenge, Instant expires) {

    boolean accepts(@Nullable String verifier) {
      return challenge == null || (verifier != null && challenge.equals(sha256(verifier)));
    }
  }

  String issue(GitHubUser user, @Nullable String redirectUri, @Nullable String challenge) {
    String code = Tokens.random(20);
    grants.put(code, new Grant(user, redirectUri, challenge, world.clock.now().plus(LIFETIME)));
    return code;
  }

  /** The agreement behind a code, which is spent by this. */
  Optional<Grant> redeem(String code) {
    return Optional.ofNullable(grants.remove(code))
        .filter(g -> g.expires().isAfter(world.clock.now()));
  }

  /** The callback to use: the one asked for if registered, else the first; empty if neither. */
  Optional<String> callback(@Nullable String asked) {
    if (asked == null) {
      return world.app.callbacks().stream().findFirst();
    }
    return world.app.callbacks().stream()
        .filter(c -> matches(c, asked))
        .findFirst()
        .map(c -> asked);
  }

  private static boolean matches(String registered, String asked) {
    if (registered.equals(asked)) {
      return true;
    }
    try {
      URI one = URI.create(registered);
      URI other = URI.create(asked);
      return isLoopback(one)
          && one.getHost().equals(other.getHost())
          && one.getScheme().equals(other.getScheme())
          && one.getPath().equals(other.getPath())
          && other.getQuery() == null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isLoopback(URI uri) {
    String host = uri.getHost();
    return "127.0.0.1".equals(host) || "localhost".equals(host) || "[::1]".equals(host);
  }

  private static String sha256(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
