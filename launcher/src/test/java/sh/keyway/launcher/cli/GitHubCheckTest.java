package sh.keyway.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import sh.keyway.launcher.cli.GitHubCheck.Finding;

class GitHubCheckTest {
  private static final JsonObject ALL =
      JsonObject.of("metadata", "read", "members", "read", "emails", "read");
  private static final JsonArray EVENTS =
      JsonArray.of("member", "membership", "organization", "repository", "team");

  @Test
  void anAppWithEverythingIsFine() {
    assertThat(GitHubCheck.of(app(ALL, EVENTS, true)))
        .extracting(Finding::verdict)
        .containsExactly("ok", "ok");
  }

  @Test
  void theGuidesPermissionsWorkAreMerelySlowerAndThatIsSaid() {
    JsonObject guide =
        JsonObject.of("metadata", "read", "administration", "read", "email_addresses", "read");

    List<Finding> findings = GitHubCheck.of(app(guide, JsonArray.of(), true));

    assertThat(findings).extracting(Finding::verdict).containsExactly("ok", "warn", "warn");
    assertThat(findings.get(1).found())
        .contains("Organization: Members", "works, merely slower to revoke");
    assertThat(findings.get(2).found())
        .contains("member, membership, organization, repository, team", "slower to revoke");
  }

  @Test
  void withoutWebhooksNoEventIsMissed() {
    assertThat(GitHubCheck.of(app(ALL, JsonArray.of(), false)))
        .last()
        .extracting(Finding::found)
        .asString()
        .contains("no webhooks", "slower to revoke");
  }

  @Test
  void anAppThatCannotLookUpRolesIsBroken() {
    assertThat(GitHubCheck.of(app(JsonObject.of("members", "read"), EVENTS, true)))
        .extracting(Finding::verdict)
        .containsExactly("ok", "fail", "warn", "ok");
  }

  @Test
  void anAppGitHubRefusesIsBroken() {
    JsonObject refused = app(ALL, EVENTS, true).put("problem", "GitHub refuses this App");

    assertThat(GitHubCheck.of(refused))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.verdict()).isEqualTo("fail");
          assertThat(finding.found()).isEqualTo("GitHub refuses this App");
          assertThat(finding.advice()).contains("GITHUB_APP_PRIVATE_KEY", "clock");
        });
  }

  @Test
  void noAppIsNoFault() {
    assertThat(GitHubCheck.of(JsonObject.of("configured", false)))
        .singleElement()
        .extracting(Finding::verdict)
        .isEqualTo("ok");
    assertThat(GitHubCheck.of(new JsonObject())).isEmpty();
  }

  private static JsonObject app(JsonObject permissions, JsonArray events, boolean webhooks) {
    return JsonObject.of(
        "configured", true,
        "webhooks", webhooks,
        "slug", "keyway",
        "permissions", permissions,
        "events", events);
  }
}
