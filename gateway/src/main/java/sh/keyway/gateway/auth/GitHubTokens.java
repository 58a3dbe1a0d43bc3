package sh.keyway.gateway.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import sh.keyway.contracts.Principal;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.bus.RoomClient;
import sh.keyway.contracts.secrets.GitHubTokenIdentity;
import sh.keyway.contracts.secrets.IdentifyGitHubToken;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.gateway.http.Exchange;
import sh.keyway.gateway.http.RateLimit;
import sh.keyway.gateway.http.RateLimiter;
import sh.keyway.gateway.http.Texts;

/**
 * Whose personal access token of GitHub's it is (http-auth §2.6). Only what is shaped like one
 * leaves the gateway. Answers are kept for at most a minute. Used on one event loop only.
 */
public final class GitHubTokens {
  private static final int LONGEST = 255;
  private static final String CLASSIC = "ghp_";
  private static final String FINE_GRAINED = "github_pat_";
  private static final int MOST_KEPT = 10_000;
  private static final int MOST_PENDING = 1_000;
  private static final Duration KEPT = Duration.ofSeconds(60);
  private static final RateLimit LOOK_UPS = new RateLimit("github-token", 60);
  private static final Problem TOO_MANY_LOOKUPS =
      Problem.unavailable("Too many sign-ins at once, please try again");

  private final RoomClient rooms;
  private final RateLimiter limiter;
  private final Cache<String, GitHubTokenIdentity> known =
      Caffeine.newBuilder()
          .maximumSize(MOST_KEPT)
          .expireAfterWrite(KEPT)
          .executor(Runnable::run)
          .build();
  private final Map<String, Future<GitHubTokenIdentity>> pending = new HashMap<>();

  /** Asks these rooms, so often. */
  public GitHubTokens(RoomClient rooms, RateLimiter limiter) {
    this.rooms = rooms;
    this.limiter = limiter;
  }

  /** Whether the token is shaped like a personal access token, classic or fine-grained. */
  static boolean looksLikeOne(String token) {
    if (token.length() > LONGEST) {
      return false;
    }
    int prefix =
        token.startsWith(CLASSIC)
            ? CLASSIC.length()
            : token.startsWith(FINE_GRAINED) ? FINE_GRAINED.length() : token.length();
    return prefix < token.length()
        && token.chars().skip(prefix).allMatch(c -> c == '_' || Texts.isAlphanumeric((char) c));
  }

  /**
   * Whose it is.
   *
   * @param exchange the request it came with
   * @return fails with UNAUTHORIZED, RATE_LIMITED, or SERVICE_UNAVAILABLE if that could not be
   *     found out
   */
  Future<Principal> identify(String token, Exchange exchange) {
    String hash = Sha256.hex(token);
    GitHubTokenIdentity kept = known.getIfPresent(hash);
    Future<GitHubTokenIdentity> identity =
        kept != null && kept.validUntil().isAfter(Instant.now())
            ? Future.succeededFuture(kept)
            : lookUp(hash, token, exchange);
    return identity.map(who -> new Principal.GitHubToken(who.tokenId(), who.userId(), token));
  }

  /** Forgets what is kept about the token. */
  void forget(String token) {
    known.invalidate(Sha256.hex(token));
  }

  private Future<GitHubTokenIdentity> lookUp(String hash, String token, Exchange exchange) {
    limiter.count(LOOK_UPS, exchange);
    Future<GitHubTokenIdentity> running = pending.get(hash);
    if (running != null) {
      return running;
    }
    if (pending.size() >= MOST_PENDING) {
      return Future.failedFuture(TOO_MANY_LOOKUPS.exception());
    }
    Future<GitHubTokenIdentity> asked =
        rooms.call(
            SecretsRoom.IDENTIFY_GITHUB_TOKEN, new IdentifyGitHubToken(token, exchange.client()));
    pending.put(hash, asked);
    asked.onComplete(done -> {
      pending.remove(hash);
      if (done.succeeded()) {
        known.put(hash, done.result());
      }
    });
    return asked;
  }
}
