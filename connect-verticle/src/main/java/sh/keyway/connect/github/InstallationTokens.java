package sh.keyway.connect.github;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import sh.keyway.connect.http.Answer;
import sh.keyway.connect.http.SingleFlight;
import sh.keyway.connect.http.UnreachableException;

/**
 * The tokens by which the App acts within an installation (http-auth §5.2). In memory only: they
 * live for an hour and are had again for one call. Renewed in the background when ten minutes are
 * left, not used when five are, one renewal in flight per installation. May be used from any
 * thread.
 */
final class InstallationTokens {
  private static final int REMEMBERED = 10_000;
  private static final Duration RENEW_WITH = Duration.ofMinutes(10);
  private static final Duration UNUSED_WITH = Duration.ofMinutes(5);

  private final GitHubApi api;
  private final AppJwt app;
  private final InstantSource clock;
  private final Cache<Long, Held> held = Caffeine.newBuilder().maximumSize(REMEMBERED).build();
  private final SingleFlight<Long, Held> renewals = new SingleFlight<>();

  InstallationTokens(GitHubApi api, AppJwt app, InstantSource clock) {
    this.api = api;
    this.app = app;
    this.clock = clock;
  }

  /** A token and its end. */
  private record Held(Credential credential, Instant expiresAt) {}

  /** GET as the installation. */
  Future<Answer> get(long installation, String path) {
    return use(installation, who -> api.get(who, path), Answer::status);
  }

  /** A list as the installation, see {@link GitHubApi#pages}. */
  Future<GitHubApi.Pages> pages(long installation, String path, String items) {
    return use(installation, who -> api.pages(who, path, items), GitHubApi.Pages::status);
  }

  /** A 401 drops the token and tries once more with a new one. */
  private <T> Future<T> use(
      long installation, Function<Credential, Future<T>> work, ToIntFunction<T> status) {
    return token(installation)
        .compose(first ->
            work.apply(first.credential())
                .compose(answer -> {
                  if (status.applyAsInt(answer) != 401) {
                    return Future.succeededFuture(answer);
                  }
                  held.asMap().remove(installation, first);
                  return again(installation, work, status);
                }));
  }

  private <T> Future<T> again(
      long installation, Function<Credential, Future<T>> work, ToIntFunction<T> status) {
    return token(installation)
        .compose(second -> work.apply(second.credential()))
        .compose(answer ->
            status.applyAsInt(answer) == 401
                ? Future.failedFuture(UnreachableException.refused("installation token refused"))
                : Future.succeededFuture(answer));
  }

  private Future<Held> token(long installation) {
    Held token = held.getIfPresent(installation);
    if (!usable(token, UNUSED_WITH)) {
      return renewals.ask(installation, () -> unlessRenewed(installation, UNUSED_WITH));
    }
    if (!usable(token, RENEW_WITH)) {
      // In the background: who asks now is served with the token at hand, whatever comes of it.
      renewals.ask(installation, () -> unlessRenewed(installation, RENEW_WITH));
    }
    return Future.succeededFuture(token);
  }

  /** Someone may have renewed it between our look and our take-off. */
  private Future<Held> unlessRenewed(long installation, Duration left) {
    Held token = held.getIfPresent(installation);
    return token != null && usable(token, left)
        ? Future.succeededFuture(token)
        : renew(installation);
  }

  private Future<Held> renew(long installation) {
    return api.post(app.credential(), "/app/installations/" + installation + "/access_tokens", null)
        .map(answer -> {
          switch (answer.status()) {
            case 403 -> {
              held.invalidate(installation);
              throw InstallationGoneException.suspended();
            }
            case 404, 410 -> {
              held.invalidate(installation);
              throw InstallationGoneException.removed();
            }
            case 401 -> throw UnreachableException.refused("the App is refused");
            default -> {
              if (!answer.ok()) {
                throw UnreachableException.refused("no installation token");
              }
            }
          }
          Held fresh = read(installation, Json.read(answer.body()));
          held.put(installation, fresh);
          return fresh;
        });
  }

  private static Held read(long installation, Json json) {
    Instant expiresAt = json.optionalInstant("/expires_at");
    if (expiresAt == null) {
      throw UnreachableException.down("malformed answer");
    }
    return new Held(Credential.installation(installation, json.text("/token")), expiresAt);
  }

  private boolean usable(@Nullable Held token, Duration left) {
    return token != null && clock.instant().plus(left).isBefore(token.expiresAt());
  }
}
