package sh.keyway.secrets;

import java.net.URI;
import java.time.Duration;
import sh.keyway.connect.AppKey;
import sh.keyway.connect.ConnectConfig;
import sh.keyway.connect.http.Limits;
import sh.keyway.testkit.github.FakeGitHub;

/** The configuration of a connect room that has a fake GitHub for GitHub. */
public final class BesideGitHub {
  /** Patient, because the machine may be busy; the circuit never opens. */
  private static final Limits LIMITS =
      new Limits(
          Duration.ofSeconds(4),
          Duration.ofSeconds(4),
          1 << 20,
          16,
          256,
          0,
          1_000_000,
          Duration.ofSeconds(60));

  private BesideGitHub() {}

  public static ConnectConfig connect(FakeGitHub github) {
    return new ConnectConfig(
        URI.create(github.apiUrl()),
        URI.create(github.webUrl()),
        Long.toString(github.app().id()),
        github.app().clientId(),
        github.app().clientSecret(),
        AppKey.parse(github.app().privateKeyBase64()),
        github.installUrl(),
        github.actions().issuer(),
        ConnectConfig.oidcKeys(github.actions().issuer()),
        null,
        LIMITS);
  }
}
