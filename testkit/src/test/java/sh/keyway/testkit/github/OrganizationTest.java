package sh.keyway.testkit.github;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OrganizationTest {
  private final FakeGitHub github = FakeGitHub.start();
  private final Client client = new Client(github);
  private final GitHubUser olga = github.user("olga");
  private final GitHubUser mike = github.user("mike");
  private final GitHubUser ines = github.user("ines");
  private final GitHubUser stranger = github.user("stranger", 42);
  private final GitHubOrganization acme =
      github.organization("acme").displayName("Acme").owner(olga).member(mike).invited(ines);
  private final Installation installation = github.app().installOn(acme);

  @AfterEach
  void close() {
    github.close();
  }

  @Test
  void aMembershipSaysRoleAndState() throws Exception {
    String token = installation.token();
    JsonObject owner = client.get("/orgs/acme/memberships/olga", token).json();
    assertThat(owner.getString("role")).isEqualTo("admin");
    assertThat(owner.getString("state")).isEqualTo("active");
    assertThat(owner.getJsonObject("organization").getLong("id")).isEqualTo(acme.id());
    assertThat(client.get("/orgs/acme/memberships/ines", token).json().getString("state"))
        .isEqualTo("pending");
    assertThat(client.get("/orgs/acme/memberships/stranger", token).status()).isEqualTo(404);
    acme.remove(mike);
    assertThat(client.get("/orgs/acme/memberships/mike", token).status()).isEqualTo(404);
  }

  @Test
  void withoutMembersPermissionTheAppLearnsNothing() throws Exception {
    installation.permissions(Map.of("metadata", "read"));
    String token = installation.token();
    assertThat(client.get("/orgs/acme/memberships/olga", token).status()).isEqualTo(403);
    assertThat(client.get("/orgs/acme/members", token).array()).isEmpty();
  }

  @Test
  void anotherOrganisationsInstallationLearnsNothing() throws Exception {
    String token = github.app().installOn(github.organization("other")).token();
    assertThat(client.get("/orgs/acme/memberships/olga", token).status()).isEqualTo(403);
    assertThat(client.get("/orgs/acme/members", token).array()).isEmpty();
  }

  @Test
  void membersAreListedByRoleWithoutTheInvited() throws Exception {
    String token = installation.token();
    JsonArray owners = client.get("/orgs/acme/members?role=admin", token).array();
    assertThat(owners).hasSize(1);
    assertThat(owners.getJsonObject(0).getLong("id")).isEqualTo(olga.id());
    assertThat(client.get("/orgs/acme/members?role=member", token).array()).hasSize(1);
    assertThat(client.get("/orgs/acme/members", token).array()).hasSize(2);
    Client.Answer page = client.get("/orgs/acme/members?per_page=1", token);
    assertThat(page.header("link")).contains("rel=\"next\"");
    assertThat(client.get("/orgs/acme/members/mike", token).status()).isEqualTo(204);
    assertThat(client.get("/orgs/acme/members/ines", token).status()).isEqualTo(404);
  }

  @Test
  void aUserSeesInstallationsOfItsAccountsOnly() throws Exception {
    github.app().installOn(stranger);
    JsonObject seen = client.get("/user/installations", mike.appTokens().access()).json();
    assertThat(seen.getInteger("total_count")).isEqualTo(1);
    JsonObject one = seen.getJsonArray("installations").getJsonObject(0);
    assertThat(one.getLong("id")).isEqualTo(installation.id());
    assertThat(one.getJsonObject("account").getString("avatar_url")).isNotEmpty();
    assertThat(client.get("/user/installations", mike.classicToken("repo")).status())
        .isEqualTo(403);
    acme.repository("api");
    String path = "/user/installations/" + installation.id() + "/repositories";
    assertThat(client.get(path, mike.appTokens().access()).json().getJsonArray("repositories"))
        .hasSize(1);
    assertThat(client.get(path, stranger.appTokens().access()).json().getInteger("total_count"))
        .isZero();
  }

  @Test
  void aUserAsksForItsOwnMembership() throws Exception {
    String path = "/user/memberships/orgs/acme";
    assertThat(client.get(path, olga.appTokens().access()).json().getString("role"))
        .isEqualTo("admin");
    assertThat(client.get(path, stranger.appTokens().access()).status()).isEqualTo(404);
    assertThat(client.get(path, olga.classicToken("repo")).status()).isEqualTo(403);
    assertThat(client.get(path, installation.token()).status()).isEqualTo(403);
    installation.uninstall();
    assertThat(client.get(path, olga.appTokens().access()).status()).isEqualTo(403);
  }

  @Test
  void accountsAreFoundByNameAndById() throws Exception {
    JsonObject org = client.get("/orgs/ACME", installation.token()).json();
    assertThat(org.getString("type")).isEqualTo("Organization");
    assertThat(org.getString("name")).isEqualTo("Acme");
    assertThat(client.get("/organizations/" + acme.id(), installation.token()).json())
        .isEqualTo(org);
    assertThat(client.get("/orgs/olga", installation.token()).status()).isEqualTo(404);
    olga.rename("olga-new");
    assertThat(client.get("/user/" + olga.id(), installation.token()).json().getString("login"))
        .isEqualTo("olga-new");
    assertThat(client.get("/users/olga", installation.token()).status()).isEqualTo(404);
    assertThat(client.get("/user/42", installation.token()).json().getString("login"))
        .isEqualTo("stranger");
  }
}
