package sh.keyway.secrets.forge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sh.keyway.secrets.SecretsHouse.await;

import io.vertx.core.Vertx;
import java.util.List;
import org.junit.jupiter.api.Test;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.ProblemException;
import sh.keyway.secrets.SecretsConfig;
import sh.keyway.secrets.SecretsConfig.GitHubRules;
import sh.keyway.secrets.SecretsHouse;
import sh.keyway.secrets.SecretsVerticle;

/** A database is of one GitHub. */
class ForgeOriginTest {
  private static final String ONE = "https://api.github.com";
  private static final String OTHER = "https://ghe.acme.test/api/v3";

  @Test
  @SuppressWarnings("try") // waiting may be interrupted, in tests too
  void whoeverHasTheSameNumberAtAnotherGitHubIsNotLetIn() throws Exception {
    try (SecretsHouse house = SecretsHouse.open()) {
      start(house, ONE);
      for (String spelling : List.of(ONE, ONE + "/", "https://API.github.com")) {
        start(house, spelling);
      }

      assertThatThrownBy(() -> start(house, OTHER))
          .isInstanceOfSatisfying(
              ProblemException.class,
              refusal -> {
                assertThat(refusal.problem().kind()).isEqualTo(Kind.CONFLICT);
                assertThat(refusal.problem().detail()).contains("GITHUB_BASE_URL", ONE, OTHER);
              });
      assertThat(house.rows("select forge, origin from forge_origins"))
          .containsExactly("github " + ONE);
    }
  }

  private static void start(SecretsHouse house, String api) throws Exception {
    SecretsConfig usual = SecretsHouse.config(house.database, SecretsConfig.ENVIRONMENT_BYTES);
    SecretsConfig config =
        new SecretsConfig(
            usual.host(),
            usual.port(),
            usual.database(),
            usual.user(),
            usual.password(),
            usual.tls(),
            usual.caFile(),
            usual.environmentBytes(),
            usual.environmentKeys(),
            GitHubRules.usual(api, "https://github.com/apps/keyway"));
    Vertx vertx = house.vertx;
    await(vertx.undeploy(await(vertx.deployVerticle(new SecretsVerticle(config)))));
  }
}
