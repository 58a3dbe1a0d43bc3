package sh.keyway.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import sh.keyway.contracts.Role;
import sh.keyway.contracts.connect.ConnectRoom;
import sh.keyway.contracts.connect.FindRole;
import sh.keyway.contracts.connect.IdentifyToken;
import sh.keyway.contracts.connect.RefreshTokens;
import sh.keyway.contracts.connect.RoleAnswer.Has;
import sh.keyway.contracts.connect.VerifyOidc;
import sh.keyway.testkit.github.FakeGitHub;
import sh.keyway.testkit.github.GitHubOrganization;
import sh.keyway.testkit.github.GitHubRepository;
import sh.keyway.testkit.github.GitHubUser;

/** GitHub Enterprise Server: another host, everything below a path. */
class EnterpriseTest {
  @Test
  void rolesSignInAndOidcWorkBelowAPath() throws Exception {
    FakeGitHub github = FakeGitHub.startEnterprise("localhost", "/ghe");
    try (Room room = Room.beside(github)) {
      GitHubOrganization acme = github.organization("acme");
      GitHubRepository api = acme.repository("api");
      GitHubUser ann = github.user("ann");
      api.collaborator(ann, Role.MAINTAIN);
      github.app().installOn(acme);
      api.rename("backend");

      assertThat(
              room.ask(ConnectRoom.FIND_ROLE, new FindRole(ann.id(), "ann", "acme/api", false))
                  .answer())
          .as("through a redirect below the path")
          .isInstanceOfSatisfying(
              Has.class, has -> assertThat(has.role()).isEqualTo(Role.MAINTAIN));
      var tokens = ann.appTokens();
      assertThat(tokens.refresh()).isNotNull();
      assertThat(room.ask(ConnectRoom.IDENTIFY_TOKEN, new IdentifyToken(tokens.access())).id())
          .isEqualTo(ann.id());
      if (tokens.refresh() != null) {
        assertThat(
                room.ask(ConnectRoom.REFRESH_TOKENS, new RefreshTokens(tokens.refresh()))
                    .accessToken())
            .isNotEmpty();
      }
      String token = github.actions().token(api).audience("us").sign();
      assertThat(room.ask(ConnectRoom.VERIFY_OIDC, new VerifyOidc(token, "us")).repositoryId())
          .isEqualTo(api.id());
    } finally {
      github.close();
    }
  }

  @Test
  void theInstallUrlFollowsTheHostPeopleGoTo() {
    assertThat(ConnectConfig.installUrl(ConnectConfig.GITHUB_WEB, "keyway"))
        .isEqualTo("https://github.com/apps/keyway/installations/new");
    assertThat(ConnectConfig.installUrl(URI.create("https://ghe.example.com/"), "keyway"))
        .isEqualTo("https://ghe.example.com/github-apps/keyway/installations/new");
  }
}
