package sh.keyway.testkit.github;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sh.keyway.contracts.Role;

class RepositoryTest {
  private final FakeGitHub github = FakeGitHub.start();
  private final Client client = new Client(github);
  private final GitHubUser olga = github.user("olga");
  private final GitHubUser mike = github.user("mike");
  private final GitHubUser carl = github.user("carl");
  private final GitHubUser stranger = github.user("stranger");
  private final GitHubOrganization acme =
      github.organization("acme").owner(olga).member(mike).basePermission(null);
  private final GitHubRepository api = acme.repository("api");
  private final Installation installation = github.app().installOn(acme);

  @AfterEach
  void close() {
    github.close();
  }

  private JsonObject permission(GitHubUser user) throws Exception {
    return client
        .get("/repos/acme/api/collaborators/" + user.login() + "/permission", installation.token())
        .json();
  }

  private void expect(GitHubUser user, String permission, String roleName) throws Exception {
    JsonObject answer = permission(user);
    assertThat(answer.getString("permission")).isEqualTo(permission);
    assertThat(answer.getString("role_name")).isEqualTo(roleName);
    assertThat(answer.getJsonObject("user").getLong("id")).isEqualTo(user.id());
  }

  @Test
  void theRoleIsTheHighestFromAllSources() throws Exception {
    expect(olga, "admin", "admin");
    expect(mike, "none", "");
    expect(stranger, "none", "");
    acme.basePermission(Role.READ);
    expect(mike, "read", "read");
    api.collaborator(mike, Role.MAINTAIN).collaborator(carl, Role.TRIAGE);
    expect(mike, "write", "maintain");
    expect(carl, "read", "triage");
    api.collaborator(carl, "release-manager", Role.WRITE);
    expect(carl, "write", "release-manager");
    api.removeCollaborator(carl);
    expect(carl, "none", "");
    assertThat(
            client
                .get("/repos/acme/api/collaborators/nobody/permission", installation.token())
                .status())
        .isEqualTo(404);
  }

  @Test
  void onAPublicRepositoryStrangersReadAndAreStillNoCollaborators() throws Exception {
    api.publicize();
    expect(stranger, "read", "read");
    String path = "/repos/acme/api/collaborators/stranger";
    assertThat(client.get(path, installation.token()).status()).isEqualTo(404);
    assertThat(client.get("/repos/acme/api/collaborators/olga", installation.token()).status())
        .isEqualTo(204);
    assertThat(client.get("/repos/acme/api", null).json().getBoolean("private")).isFalse();
  }

  @Test
  void theAppsOwnFlagsAreNotTheUsers() throws Exception {
    installation.permissions(Map.of("metadata", "read", "contents", "write"));
    JsonObject flags =
        client.get("/repos/acme/api", installation.token()).json().getJsonObject("permissions");
    assertThat(flags)
        .isEqualTo(
            JsonObject.of(
                "admin", false, "maintain", false, "push", true, "triage", false, "pull", true));
  }

  @Test
  void aRepositoryNamesItsOwnerByIdAndType() throws Exception {
    JsonObject repository = client.get("/repos/acme/api", installation.token()).json();
    assertThat(repository.getLong("id")).isEqualTo(api.id()).isGreaterThan(Integer.MAX_VALUE);
    assertThat(repository.getBoolean("private")).isTrue();
    JsonObject owner = repository.getJsonObject("owner");
    assertThat(owner.getString("login")).isEqualTo("acme");
    assertThat(owner.getString("type")).isEqualTo("Organization");
    assertThat(owner.getLong("id")).isEqualTo(acme.id());
  }

  @Test
  void collaboratorsAreListedInPages() throws Exception {
    acme.basePermission(null);
    for (int i = 0; i < 101; i++) {
      api.collaborator(github.user("user" + i), Role.READ);
    }
    String path = "/repos/acme/api/collaborators?per_page=100&page=";
    Client.Answer first = client.get(path + 1, installation.token());
    JsonArray second = client.get(path + 2, installation.token()).array();
    assertThat(first.array()).hasSize(100);
    assertThat(first.header("link")).contains("rel=\"next\"", "page=2");
    assertThat(second).hasSize(2);
    JsonObject owner = first.array().getJsonObject(0);
    assertThat(owner.getString("login")).isEqualTo("olga");
    assertThat(owner.getString("role_name")).isEqualTo("admin");
    assertThat(owner.getString("html_url")).endsWith("/olga");
    assertThat(
            client
                .get("/repos/acme/api/collaborators?affiliation=outside", installation.token())
                .array())
        .hasSize(30);
  }

  @Test
  void anOldNameRedirectsToTheIdUntilItIsTaken() throws Exception {
    String token = installation.token();
    api.rename("core");
    Client.Answer moved = client.get("/repos/acme/api/collaborators/olga/permission", token);
    assertThat(moved.status()).isEqualTo(301);
    String location = Objects.requireNonNull(moved.header("location"));
    assertThat(location)
        .isEqualTo(
            github.apiUrl() + "/repositories/" + api.id() + "/collaborators/olga/permission");
    assertThat(client.send("GET", location, token, "").json().getString("permission"))
        .isEqualTo("admin");
    GitHubRepository other = acme.repository("api");
    assertThat(client.get("/repos/acme/api", token).json().getLong("id")).isEqualTo(other.id());
    acme.rename("acme-corp");
    assertThat(client.get("/repos/acme/core", token).status()).isEqualTo(301);
    assertThat(client.get("/repos/acme-corp/core", token).status()).isEqualTo(200);
  }

  @Test
  void aLoginTakenBySomebodyElseIsAnotherPerson() throws Exception {
    api.collaborator(carl, Role.ADMIN);
    carl.rename("carla");
    GitHubUser impostor = github.user("carl");
    expect(carl, "admin", "admin");
    expect(impostor, "none", "");
  }

  @Test
  void transferredOrDeletedItIsGoneForTheOldInstallation() throws Exception {
    String token = installation.token();
    GitHubRepository second = acme.repository("second");
    api.transfer(carl);
    second.delete();
    assertThat(client.get("/repos/acme/api", token).status()).isEqualTo(404);
    assertThat(client.get("/repos/carl/api", token).status()).isEqualTo(404);
    assertThat(client.get("/repos/acme/second", token).status()).isEqualTo(404);
    assertThat(client.get("/repos/carl/api", carl.classicToken("repo")).json().getLong("id"))
        .isEqualTo(api.id());
  }

  @Test
  void aClassicTokenNeedsItsScopeAndItsOwnerTheAccess() throws Exception {
    api.collaborator(carl, Role.WRITE);
    Client.Answer answer = client.get("/repos/acme/api", carl.classicToken("repo", "read:org"));
    assertThat(answer.header("x-oauth-scopes")).isEqualTo("read:org, repo");
    assertThat(answer.json().getJsonObject("permissions").getBoolean("push")).isTrue();
    assertThat(client.get("/repos/acme/api", carl.classicToken("gist")).status()).isEqualTo(404);
    assertThat(client.get("/repos/acme/api", stranger.classicToken("repo")).status())
        .isEqualTo(404);
    assertThat(client.get("/repos/acme/api", null).status()).isEqualTo(404);
  }

  @Test
  void aFineGrainedTokenReachesItsSelectionAndNoMoreThanItsPermissions() throws Exception {
    GitHubRepository other = acme.repository("other");
    String token =
        olga.fineGrainedToken(acme).repositories(api).permission("contents", "write").create();
    assertThat(token).startsWith("github_pat_");
    JsonObject seen = client.get("/repos/acme/api", token).json();
    assertThat(seen.getJsonObject("permissions").getBoolean("admin")).isFalse();
    assertThat(seen.getJsonObject("permissions").getBoolean("push")).isTrue();
    assertThat(client.get("/repos/acme/" + other.name(), token).status()).isEqualTo(404);
    github.fineGrainedFlagsShowOwnersRole(true);
    assertThat(
            client
                .get("/repos/acme/api", token)
                .json()
                .getJsonObject("permissions")
                .getBoolean("admin"))
        .isTrue();
    String brief = olga.fineGrainedToken(acme).expiresIn(Duration.ofDays(1)).create();
    assertThat(
            client.get("/repos/acme/api", brief).header("github-authentication-token-expiration"))
        .endsWith(" UTC");
  }

  @Test
  void aUserTokenOfTheAppReachesWhatBothReach() throws Exception {
    GitHubRepository outside = carl.repository("private");
    installation.selected(api);
    assertThat(client.get("/repos/acme/api", olga.appTokens().access()).status()).isEqualTo(200);
    assertThat(client.get("/repos/acme/api", carl.appTokens().access()).status()).isEqualTo(404);
    installation.suspend();
    assertThat(client.get("/repos/acme/api", olga.appTokens().access()).status()).isEqualTo(404);
    assertThat(client.get("/repos/" + outside.fullName(), carl.appTokens().access()).status())
        .isEqualTo(404);
  }
}
