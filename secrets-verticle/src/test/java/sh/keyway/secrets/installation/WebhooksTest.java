package sh.keyway.secrets.installation;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.keyway.contracts.Caller;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.Role;
import sh.keyway.contracts.secrets.Done;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.contracts.secrets.WhoAmI;
import sh.keyway.secrets.SecretsHouse;
import sh.keyway.testkit.github.Delivery;
import sh.keyway.testkit.github.FakeGitHub;
import sh.keyway.testkit.github.GitHubOrganization;
import sh.keyway.testkit.github.GitHubRepository;
import sh.keyway.testkit.github.GitHubUser;
import sh.keyway.testkit.github.Installation;

/** What GitHub tells us takes away or has GitHub asked again, once, and never gives (§6). */
class WebhooksTest {
  private static SecretsHouse house;
  private static GitHubRows rows;
  private static FakeGitHub github;
  private static GitHubUser admin;

  @BeforeAll
  static void open() throws Exception {
    house = SecretsHouse.open();
    rows = new GitHubRows(house);
    github = FakeGitHub.start();
    admin = github.user("hub-admin");
  }

  @AfterAll
  static void close() throws Exception {
    github.close();
    house.close();
  }

  /** An organisation with a repository, its vault, and a member who has a role. */
  private record Team(
      GitHubOrganization organization,
      GitHubRepository repository,
      GitHubUser member,
      UUID memberId,
      UUID vault) {}

  private static Team team(String name) throws Exception {
    GitHubOrganization organization = github.organization(name);
    GitHubRepository repository = organization.repository("api");
    GitHubUser member = github.user(name + "-member");
    UUID memberId = rows.user(member);
    UUID vault = rows.vault(repository, memberId);
    rows.role(vault, memberId, Role.WRITE);
    return new Team(organization, repository, member, memberId, vault);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "1",
        "{} {}",
        "{\"action\":\"removed\"}",
        "{\"action\":\"removed\",\"action\":\"added\"}",
        "{\"action\":7}",
        "{\"action\":\"removed\",\"repository\":{\"id\":\"5\"},\"member\":{\"id\":5,\"login\":\"x\"}}",
        "{\"action\":\"removed\",\"repository\":{\"id\":5.5},\"member\":{\"id\":5,\"login\":\"x\"}}",
        "{\"action\":\"removed\",\"repository\":{\"id\":-5},\"member\":{\"id\":5,\"login\":\"x\"}}",
        "{\"action\":\"removed\",\"repository\":{\"id\":99999999999999999999},\"member\":{\"id\":5,\"login\":\"x\"}}",
        "{\"action\":\"removed\",\"repository\":{\"id\":5},\"member\":{\"id\":5,\"login\":\"\\u0000\"}}",
        "{\"action\":\"removed\",\"repository\":[],\"member\":null}"
      })
  void malformedJsonWithAGoodSignatureChangesNothing(String body) throws Exception {
    List<String> before = rows.everything();

    Problem problem =
        house.refusal(
            SecretsRoom.RECEIVE_WEBHOOK, GitHubRows.webhook(github.webhooks().raw("member", body)));

    assertThat(problem.kind()).isEqualTo(Kind.BAD_REQUEST);
    assertThat(rows.everything()).isEqualTo(before);
  }

  @Test
  void jsonNestedWithoutEndIsRefused() throws Exception {
    String body = "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";

    assertThat(
            house
                .refusal(
                    SecretsRoom.RECEIVE_WEBHOOK,
                    GitHubRows.webhook(github.webhooks().raw("member", body)))
                .kind())
        .isEqualTo(Kind.BAD_REQUEST);
  }

  @Test
  void unknownEventsAndActionsAndThePingAreIgnored() throws Exception {
    List<String> before = rows.everything();

    rows.receive(github.webhooks().ping());
    rows.receive(github.webhooks().raw("star", "{\"action\":\"created\"}"));
    rows.receive(github.webhooks().raw("member", "{\"action\":\"invented\"}"));
    rows.receive(github.webhooks().raw("repository", "{\"action\":\"archived\"}"));
    rows.receive(github.webhooks().raw("push", "{}"));

    assertThat(rows.everything()).isEqualTo(before);
  }

  @Test
  void aRemovedCollaboratorHasNoRoleOnceTheWebhookIsAnswered() throws Exception {
    Team team = team("removed");

    rows.receive(
        github.webhooks().collaborator("removed", team.repository(), team.member(), admin));

    assertThat(rows.role(team.vault(), team.memberId())).isEqualTo("null fresh");
    assertThat(rows.epochs(team.vault())).isEqualTo("1 2");
    assertThat(
            house.rows(
                "select user_id, refused, platform, metadata->>'event', metadata->>'repoFullName',"
                    + " metadata->>'login' from activities where vault_id = '%s'"
                        .formatted(team.vault())))
        .containsExactly("null f web member removed/api removed-member");
  }

  @Test
  void aReplayedDeliveryDoesNothing() throws Exception {
    Team team = team("replayed");
    Delivery removed =
        github.webhooks().collaborator("removed", team.repository(), team.member(), admin);
    rows.receive(removed);
    // Invited again since then, and GitHub said so.
    house.execute(
        "update repository_roles set role = 'write' where vault_id = '%s'".formatted(team.vault()));
    List<String> before = rows.everything();

    rows.receive(removed);
    rows.receive(new Delivery("repository", removed.id(), removed.body(), removed.signature()));

    assertThat(rows.everything()).isEqualTo(before);
  }

  @Test
  void theSameDeliveryManyTimesAtOnceActsOnce() throws Exception {
    Team team = team("flood");
    Delivery removed =
        github.webhooks().collaborator("removed", team.repository(), team.member(), admin);
    List<Future<Done>> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      all.add(house.rooms.call(SecretsRoom.RECEIVE_WEBHOOK, GitHubRows.webhook(removed)));
    }

    SecretsHouse.await(Future.all(all));

    assertThat(rows.epochs(team.vault())).isEqualTo("1 2");
  }

  @Test
  void aDeliveryWhoseTransactionFailedIsTakenAgain() throws Exception {
    Team team = team("failing");
    Delivery removed =
        github.webhooks().collaborator("removed", team.repository(), team.member(), admin);
    List<String> before = rows.everything();
    house.execute("alter table repository_roles rename to repository_roles_away");
    Problem problem;
    try {
      problem = house.refusal(SecretsRoom.RECEIVE_WEBHOOK, GitHubRows.webhook(removed));
    } finally {
      house.execute("alter table repository_roles_away rename to repository_roles");
    }

    assertThat(problem.kind()).isIn(Kind.INTERNAL_ERROR, Kind.SERVICE_UNAVAILABLE);
    assertThat(rows.everything()).isEqualTo(before);

    rows.receive(removed);

    assertThat(rows.role(team.vault(), team.memberId())).isEqualTo("null fresh");
  }

  @Test
  void aDeliveryThatLosesARaceForALockIsTakenAllTheSame() throws Exception {
    Team team = team("lock");
    house.execute(
        "create sequence tries",
        """
        create function lose() returns trigger language plpgsql security definer as $$
        begin
          if nextval('tries') < 3 then
            raise exception 'deadlock detected' using errcode = '40P01';
          end if;
          return new;
        end $$
        """,
        "create trigger lose before update on environments for each row execute function lose()");
    try {
      rows.receive(
          github.webhooks().collaborator("removed", team.repository(), team.member(), admin));
    } finally {
      house.execute("drop trigger lose on environments", "drop function lose");
    }

    assertThat(rows.role(team.vault(), team.memberId())).isEqualTo("null fresh");
    assertThat(rows.epochs(team.vault())).isEqualTo("1 2");
  }

  @Test
  void aTeamsRoleOnOneRepositoryConcernsThatOneOnly() throws Exception {
    Team team = team("teamed");
    UUID other = rows.vault(team.organization().repository("web"), team.memberId());
    rows.role(other, team.memberId(), Role.WRITE);

    rows.receive(
        github
            .webhooks()
            .raw(
                "team",
                JsonObject.of(
                        "action", "removed_from_repository",
                        "team", JsonObject.of("id", 1),
                        "repository", JsonObject.of("id", team.repository().id()),
                        "organization", JsonObject.of("id", team.organization().id()))
                    .encode()));

    assertThat(rows.role(team.vault(), team.memberId())).isEqualTo("write doubtful");
    assertThat(rows.role(other, team.memberId())).isEqualTo("write fresh");
  }

  @Test
  void whoeverLeavesTheOrganisationHasNoRoleInAnyOfItsVaults() throws Exception {
    Team team = team("leaving");
    UUID second = rows.vault(team.organization().repository("web"), team.memberId());
    rows.role(second, team.memberId(), Role.READ);
    Team other = team("staying");
    rows.role(other.vault(), team.memberId(), Role.READ);

    rows.receive(
        github
            .webhooks()
            .organizationMember("member_removed", team.organization(), team.member(), admin));

    assertThat(rows.role(team.vault(), team.memberId())).isEqualTo("null fresh");
    assertThat(rows.role(second, team.memberId())).isEqualTo("null fresh");
    assertThat(rows.role(other.vault(), team.memberId())).isEqualTo("read fresh");
    assertThat(rows.epochs(other.vault())).isEqualTo("0 1");
    assertThat(
            house.rows(
                "select count(*) from activities where metadata->>'login' = 'leaving-member'"))
        .containsExactly("2");
  }

  @Test
  void eventsOutOfOrderGrantNothing() throws Exception {
    Team team = team("disorder");
    GitHubUser stranger = github.user("disorder-stranger");
    UUID strangerId = rows.user(stranger);
    sh.keyway.testkit.github.Webhooks hooks = github.webhooks();
    rows.receive(hooks.collaborator("removed", team.repository(), team.member(), admin));

    rows.receive(hooks.collaborator("added", team.repository(), team.member(), admin));
    rows.receive(hooks.collaborator("edited", team.repository(), stranger, admin));
    rows.receive(hooks.organizationMember("member_added", team.organization(), stranger, admin));
    rows.receive(hooks.teamMember("added", team.organization(), "t", stranger, admin));
    rows.receive(hooks.installation("created", github.app().installOn(team.organization()), admin));

    assertThat(rows.role(team.vault(), team.memberId())).isEqualTo("null doubtful");
    assertThat(rows.role(team.vault(), strangerId)).isEqualTo("none");
  }

  @ParameterizedTest
  @ValueSource(strings = {"team", "membership", "added", "edited", "public", "private", "gone"})
  void aChangeThatMayHaveTakenARoleAwayHasGitHubAskedAgain(String change) throws Exception {
    Team team = team("doubt-" + change);
    sh.keyway.testkit.github.Webhooks hooks = github.webhooks();
    Delivery delivery =
        switch (change) {
          case "team" ->
              hooks.raw(
                  "team",
                  JsonObject.of(
                          "action", "edited",
                          "team", JsonObject.of("id", 1),
                          "organization", JsonObject.of("id", team.organization().id()))
                      .encode());
          case "membership" ->
              hooks.teamMember("removed", team.organization(), "t", team.member(), admin);
          case "added", "edited" ->
              hooks.collaborator(change, team.repository(), team.member(), admin);
          case "public" -> hooks.repository("publicized", team.repository().publicize(), admin);
          case "private" -> hooks.repository("privatized", team.repository(), admin);
          default -> hooks.repository("deleted", team.repository(), admin);
        };

    rows.receive(delivery);

    assertThat(rows.role(team.vault(), team.memberId())).isEqualTo("write doubtful");
    assertThat(rows.epochs(team.vault())).isEqualTo("1 2");
    assertThat(rows.vaultRow(team.vault()))
        .isEqualTo(
            "%s %s %d"
                .formatted(
                    team.repository().fullName(),
                    change.equals("public") ? "f" : "t",
                    team.organization().id()));
  }

  @Test
  void anInstallationTakenAwayLeavesNoRoleToBelieve() throws Exception {
    Team team = team("uninstall");
    Installation installation = github.app().installOn(team.organization());
    for (String action : List.of("created", "suspend", "unsuspend", "deleted")) {
      house.execute(
          "update repository_roles set checked_at = now() where vault_id = '%s'"
              .formatted(team.vault()));
      rows.receive(github.webhooks().installation(action, installation, admin));
      assertThat(rows.role(team.vault(), team.memberId())).isEqualTo("write doubtful");
    }
  }

  @Test
  void installationsAreKeptAsGitHubTellsThem() throws Exception {
    GitHubOrganization organization = github.organization("Kept-Org", 4_294_967_298L);
    GitHubRepository one = organization.repository("one", 9_007_199_254_740_993L);
    GitHubRepository two = organization.repository("two");
    UUID adminId = rows.user(admin);
    Installation installation = github.app().installOn(organization).selected(one);
    sh.keyway.testkit.github.Webhooks hooks = github.webhooks();

    rows.receive(hooks.installation("created", installation, admin));
    assertThat(rows.installation(installation.id())).isEqualTo("active selected Kept-Org 1");
    rows.receive(hooks.repositoriesAdded(installation, admin, one, two));
    assertThat(rows.installation(installation.id())).isEqualTo("active selected Kept-Org 2");
    rows.receive(hooks.repositoriesRemoved(installation, admin, one));
    assertThat(rows.installation(installation.id())).isEqualTo("active selected Kept-Org 1");
    rows.receive(hooks.installation("suspend", installation.suspend(), admin));
    assertThat(rows.installation(installation.id())).isEqualTo("suspended selected Kept-Org 1");
    rows.receive(hooks.installation("unsuspend", installation.unsuspend(), admin));
    assertThat(rows.installation(installation.id())).isEqualTo("active selected Kept-Org 1");
    rows.receive(hooks.installation("new_permissions_accepted", installation.all(), admin));
    assertThat(rows.installation(installation.id())).isEqualTo("active all Kept-Org 1");
    rows.receive(hooks.installation("deleted", installation, admin));
    assertThat(rows.installation(installation.id())).isEqualTo("deleted all Kept-Org 1");

    assertThat(
            house.rows(
                "select action, user_id, refused, platform, metadata from activities where"
                    + " (metadata->>'installationId')::bigint = %d order by id"
                        .formatted(installation.id())))
        .containsExactly(
            "vcs_app_installed %s f web {\"accountType\": \"Organization\", \"accountLogin\":"
                    .formatted(adminId)
                + " \"Kept-Org\", \"installationId\": %d, \"repositoryCount\": 1,"
                    .formatted(installation.id())
                + " \"repositorySelection\": \"selected\"}",
            "vcs_app_uninstalled %s f web {\"accountType\": \"Organization\", \"accountLogin\":"
                    .formatted(adminId)
                + " \"Kept-Org\", \"installationId\": %d}".formatted(installation.id()));
  }

  @Test
  void anInstallationThatIsGoneDoesNotComeBackByOldNews() throws Exception {
    Installation installation = github.app().installOn(github.organization("gone-org"));
    Delivery created = github.webhooks().installation("created", installation, admin);
    Delivery changed =
        github.webhooks().installation("new_permissions_accepted", installation, admin);
    rows.receive(github.webhooks().installation("deleted", installation, admin));

    rows.receive(created);
    rows.receive(changed);

    assertThat(rows.installation(installation.id())).isEqualTo("deleted all gone-org 0");
  }

  @Test
  void olderNewsOfAnInstallationDoNotReplaceNewer() throws Exception {
    Installation installation = github.app().installOn(github.organization("clock-org"));
    Delivery suspended =
        at(github.webhooks().installation("suspend", installation.suspend(), admin), 10);
    Delivery before =
        at(github.webhooks().installation("unsuspend", installation.unsuspend(), admin), 5);
    Delivery after = at(github.webhooks().installation("unsuspend", installation, admin), 15);

    rows.receive(suspended);
    rows.receive(before);
    assertThat(rows.installation(installation.id())).startsWith("suspended");
    rows.receive(after);
    assertThat(rows.installation(installation.id())).startsWith("active");
  }

  private static Delivery at(Delivery delivery, int seconds) {
    JsonObject body = new JsonObject(delivery.body());
    body.getJsonObject("installation").put("updated_at", GitHubRows.later(seconds));
    return github.webhooks().raw(delivery.event(), body.encode());
  }

  @Test
  void aRenamedRepositoryKeepsItsVault() throws Exception {
    Team team = team("rename");
    Installation installation = github.app().installOn(team.organization());
    rows.receive(github.webhooks().installation("created", installation, admin));
    team.repository().rename("api-next");

    rows.receive(github.webhooks().repositoryRenamed(team.repository(), "api", admin));

    assertThat(rows.vaultRow(team.vault())).startsWith("rename/api-next t");
    assertThat(
            house.rows(
                "select full_name from installation_repositories where repository_id = %d"
                    .formatted(team.repository().id())))
        .containsExactly("rename/api-next");
  }

  @Test
  void aNameThatIsAnotherVaultsIsNotTakenFromIt() throws Exception {
    Team team = team("squat");
    GitHubRepository other = team.organization().repository("taken");
    UUID otherVault = rows.vault(other, team.memberId());
    team.repository().rename("TAKEN");

    rows.receive(github.webhooks().repositoryRenamed(team.repository(), "api", admin));

    assertThat(rows.vaultRow(team.vault())).startsWith("squat/api ");
    assertThat(rows.vaultRow(otherVault)).startsWith("squat/taken ");
    assertThat(rows.role(team.vault(), team.memberId())).isEqualTo("write doubtful");
  }

  @Test
  void aTransferredRepositoryBelongsToItsNewOwner() throws Exception {
    Team team = team("giver");
    GitHubUser receiver = github.user("receiver", 4_294_967_311L);
    team.repository().transfer(receiver).publicize();

    rows.receive(
        github.webhooks().repositoryTransferred(team.repository(), team.organization(), admin));

    assertThat(rows.vaultRow(team.vault())).isEqualTo("receiver/api f 4294967311");
    assertThat(rows.role(team.vault(), team.memberId())).isEqualTo("write doubtful");
  }

  @Test
  void aRenamedOrganisationTakesItsVaultsAlong() throws Exception {
    Team team = team("old-name");
    rows.receive(
        github
            .webhooks()
            .installation("created", github.app().installOn(team.organization()), admin));
    team.organization().rename("new-name");

    rows.receive(github.webhooks().organizationRenamed(team.organization(), "old-name", admin));

    assertThat(rows.vaultRow(team.vault())).startsWith("new-name/api t");
    assertThat(rows.role(team.vault(), team.memberId())).isEqualTo("write doubtful");
    assertThat(
            house.rows(
                "select account_login from installations where account_id = %d"
                    .formatted(team.organization().id())))
        .containsExactly("new-name");
  }

  @Test
  void aUserWhoTakesTheAuthorisationBackIsSignedOut() throws Exception {
    Team team = team("revoker");
    Caller session = rows.session(team.memberId());
    UUID bystanderId = rows.user(github.user("bystander"));
    Caller bystander = rows.session(bystanderId);

    for (UUID user : List.of(team.memberId(), bystanderId)) {
      house.execute(
          "insert into login_links (token_hash, user_id, expires_at) values"
              + " (sha256('%1$s'), '%1$s', now() + interval '1 hour')".formatted(user),
          """
          insert into device_codes
            (device_hash, user_hash, status, requested_from, platform, user_id, decided_at, expires_at)
          values (sha256('%1$s'), sha256('%1$s'), 'approved', 'x', 'api', '%1$s', now(),
            now() + interval '1 hour')
          """
              .formatted(user));
    }

    rows.receive(github.webhooks().authorizationRevoked(team.member()));

    assertThat(house.rows("select user_id from login_links"))
        .as("what could still become a session")
        .containsExactly(bystanderId.toString());
    assertThat(house.rows("select user_id from device_codes where status = 'approved'"))
        .containsExactly(bystanderId.toString());
    assertThat(
            house.rows(
                "select user_id, metadata->>'sessions' from activities where action ="
                    + " 'session_revoked'"))
        .containsExactly(team.memberId() + " 1");
    assertThat(house.refusal(SecretsRoom.WHO_AM_I, new WhoAmI(session)).kind())
        .isEqualTo(Kind.UNAUTHORIZED);
    assertThat(house.ask(SecretsRoom.WHO_AM_I, new WhoAmI(bystander)).username())
        .isEqualTo("bystander");
  }

  @Test
  void anEventOfAnAccountNobodyKnowsHereIsTaken() throws Exception {
    GitHubUser nobody = github.user("nobody-here", Long.MAX_VALUE);
    GitHubRepository unknown = nobody.repository("x", Long.MAX_VALUE - 1);

    rows.receive(github.webhooks().collaborator("removed", unknown, nobody, nobody));
    rows.receive(github.webhooks().repository("publicized", unknown.publicize(), nobody));
    rows.receive(github.webhooks().authorizationRevoked(nobody));

    assertThat(house.rows("select id from users where forge_user_id = " + Long.MAX_VALUE))
        .isEmpty();
  }

  @Test
  void thousandsOfRepositoriesAreTakenInAtOnce() throws Exception {
    Installation installation = github.app().installOn(github.organization("huge-org"));
    JsonObject body =
        new JsonObject(github.webhooks().installation("created", installation, admin).body());
    body.put(
        "repositories",
        new JsonArray(
            IntStream.range(0, 20_000)
                .mapToObj(i ->
                    JsonObject.of(
                        "id", 5_000_000_000L + i, "full_name", "huge-org/" + i, "private", true))
                .toList()));

    rows.receive(github.webhooks().raw("installation", body.encode()));

    assertThat(rows.installation(installation.id())).isEqualTo("active all huge-org 20000");
  }
}
