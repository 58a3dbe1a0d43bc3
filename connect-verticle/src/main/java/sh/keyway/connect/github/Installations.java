package sh.keyway.connect.github;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import sh.keyway.connect.http.UnreachableException;
import sh.keyway.contracts.connect.AppFacts;
import sh.keyway.contracts.connect.Installation;

/**
 * Where the App is installed (http-auth §5.3, G5, G8, G9). Which installation covers a repository
 * is remembered as long as a role is fresh; that none does is not. May be used from any thread.
 */
final class Installations {
  private static final int REMEMBERED = 20_000;
  private static final Duration FRESH = Duration.ofSeconds(60);

  private final GitHubApi api;
  private final AppJwt app;
  private final InstantSource clock;
  private final Cache<String, Covering> covering =
      Caffeine.newBuilder().maximumSize(REMEMBERED).build();

  Installations(GitHubApi api, AppJwt app, InstantSource clock) {
    this.api = api;
    this.app = app;
    this.clock = clock;
  }

  /** What covered a repository then. */
  private record Covering(Installation installation, Instant at) {}

  /** The installation that covers the repository, at most a minute ago; empty if none does. */
  Future<Optional<Installation>> covering(String repository) {
    Covering known = covering.getIfPresent(fold(repository));
    if (known != null && clock.instant().isBefore(known.at().plus(FRESH))) {
      return Future.succeededFuture(Optional.of(known.installation()));
    }
    return find("/repos/" + repository + "/installation")
        .onSuccess(found ->
            found
                .filter(installation -> installation.suspendedAt() == null)
                .ifPresentOrElse(
                    active -> covering.put(fold(repository), new Covering(active, clock.instant())),
                    () -> forget(repository)));
  }

  /** Looks afresh next time. */
  void forget(String repository) {
    covering.invalidate(fold(repository));
  }

  Future<Optional<Installation>> byId(long id) {
    return find("/app/installations/" + id);
  }

  Future<Optional<Installation>> ofOrganization(String login) {
    return find("/orgs/" + login + "/installation");
  }

  /** How the App is registered. */
  Future<AppFacts> app() {
    return api.get(app.credential(), "/app")
        .map(answer -> {
          if (answer.status() != 200) {
            throw UnreachableException.refused("the App is refused");
          }
          Json json = Json.read(answer.body());
          return new AppFacts(
              json.number("/id"),
              json.text("/slug"),
              json.texts("/permissions"),
              json.items("/events").stream().map(event -> event.text("")).toList());
        });
  }

  private Future<Optional<Installation>> find(String path) {
    return api.get(app.credential(), path)
        .map(answer ->
            switch (answer.status()) {
              case 200 -> Optional.of(Facts.installation(Json.read(answer.body())));
              case 404, 410 -> Optional.empty();
              default -> throw UnreachableException.refused("the App is refused");
            });
  }

  private static String fold(String repository) {
    return repository.toLowerCase(Locale.ROOT);
  }
}
