package sh.keyway.launcher.start;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import sh.keyway.gateway.GatewayConfig;
import sh.keyway.launcher.config.Configuration.GitHub;
import sh.keyway.secrets.SecretsConfig.GitHubRules;

/** Tells each room what it must know of the forge; without GitHub that is nothing. */
final class Forges {
  private Forges() {}

  /** For the secrets room; people are trusted no longer than machines. */
  static @Nullable GitHubRules rules(@Nullable GitHub github) {
    if (github == null) {
      return null;
    }
    Duration machines = github.staleMax();
    Duration people = GitHubRules.STALE_FOR_PEOPLE;
    return new GitHubRules(
        github.connect().api().toString(),
        github.connect().installUrl(),
        machines,
        people.compareTo(machines) < 0 ? people : machines,
        github.tokenLogin());
  }

  /** For the gateway. */
  static GatewayConfig.@Nullable GitHubApp app(@Nullable GitHub github) {
    return github == null
        ? null
        : new GatewayConfig.GitHubApp(
            github.connect().clientId(),
            github.connect().installUrl(),
            github.webhookSecret(),
            github.tokenLogin());
  }

  /** For the operator's screen. */
  static String name(@Nullable GitHub github) {
    return github == null ? "this server (local forge)" : "GitHub, " + github.connect().web();
  }
}
