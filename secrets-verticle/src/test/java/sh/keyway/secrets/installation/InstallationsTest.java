package sh.keyway.secrets.installation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sh.keyway.contracts.Caller;
import sh.keyway.contracts.Principal;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.Role;
import sh.keyway.contracts.secrets.AvailableOrganizations;
import sh.keyway.contracts.secrets.CheckInstallation;
import sh.keyway.contracts.secrets.CreateVault;
import sh.keyway.contracts.secrets.GetRepositoryIds;
import sh.keyway.contracts.secrets.InstallationList;
import sh.keyway.contracts.secrets.InstallationState;
import sh.keyway.contracts.secrets.ListAvailableOrganizations;
import sh.keyway.contracts.secrets.ListInstallations;
import sh.keyway.contracts.secrets.RepositoryIds;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.secrets.GitHubHouse;
import sh.keyway.secrets.SecretsHouse;
import sh.keyway.testkit.github.GitHubOrganization;
import sh.keyway.testkit.github.GitHubRepository;
import sh.keyway.testkit.github.GitHubUser;
import sh.keyway.testkit.github.Installation;

/** Where the App is installed, as far as the caller may know (http-auth §3.14, §12 W13). */
class InstallationsTest {
  private static final InstallationState NOT_INSTALLED = new InstallationState(false, null);

  private static GitHubHouse house;
  private static GitHubRows rows;

  @BeforeAll
  static void open() throws Exception {
    house = GitHubHouse.open();
    rows = new GitHubRows(house.house);
  }

  @AfterAll
  static void close() throws Exception {
    house.close();
  }

  private static InstallationState check(Caller caller, String repository) throws Exception {
    return house.house.ask(
        SecretsRoom.CHECK_INSTALLATION, new CheckInstallation(caller, repository));
  }

  private static RepositoryIds ids(Caller caller, String repository) throws Exception {
    return house.house.ask(
        SecretsRoom.GET_REPOSITORY_IDS, new GetRepositoryIds(caller, repository));
  }

  @Test
  void anAttackerDoesNotLearnWhetherAPrivateRepositoryExists() throws Exception {
    GitHubRepository secret = house.acme.repository("secret");
    GitHubRepository withVault = house.vault("secret-vault");
    GitHubRepository open = house.acme.repository("open").publicize();
    Caller stranger = house.signedIn(house.github.user("stranger"));

    for (String name :
        new String[] {
          secret.fullName(), withVault.fullName(), open.fullName(), "acme/none", "nobody/none"
        }) {
      assertThat(check(stranger, name)).as(name).isEqualTo(NOT_INSTALLED);
      assertThat(ids(stranger, name)).as(name).isEqualTo(RepositoryIds.NONE);
    }
  }

  @Test
  void aLeakedNarrowTokenLearnsOnlyOfItsOwnRepository() throws Exception {
    GitHubUser user = house.github.user("narrow");
    GitHubRepository mine = house.acme.repository("narrow-mine");
    GitHubRepository other = house.acme.repository("narrow-other");
    house.acme.member(user);
    mine.collaborator(user, Role.WRITE);
    other.collaborator(user, Role.WRITE);
    Caller token =
        house.bearing(user, user.fineGrainedToken(house.acme).repositories(mine).create());

    assertThat(check(token, mine.fullName()).installed()).isTrue();
    assertThat(check(token, other.fullName())).isEqualTo(NOT_INSTALLED);
    assertThat(ids(token, other.fullName())).isEqualTo(RepositoryIds.NONE);
    assertThat(organizations(token).organizations()).isEmpty();
  }

  @Test
  void aWorkflowsTokenLearnsNothing() throws Exception {
    Caller workflow =
        new Caller(
            new Principal.Ci(UUID.randomUUID(), UUID.randomUUID(), 1, "x"),
            SecretsHouse.client("ci"));

    assertThat(
            house
                .house
                .refusal(
                    SecretsRoom.CHECK_INSTALLATION, new CheckInstallation(workflow, "acme/api"))
                .kind())
        .isEqualTo(Kind.FORBIDDEN);
    assertThat(
            house
                .house
                .refusal(SecretsRoom.LIST_INSTALLATIONS, new ListInstallations(workflow))
                .kind())
        .isEqualTo(Kind.FORBIDDEN);
  }

  @Test
  void aFreshInstallationIsSeenAtTheNextQuestion() throws Exception {
    GitHubUser user = house.github.user("installer", 4_294_967_299L);
    GitHubRepository repository = user.repository("new-app", 9_007_199_254_740_995L);
    Caller caller = house.signedIn(user);
    for (int i = 0; i < 3; i++) {
      assertThat(check(caller, repository.fullName())).isEqualTo(NOT_INSTALLED);
    }

    Installation installation = house.github.app().installOn(user);

    assertThat(check(caller, repository.fullName()))
        .isEqualTo(new InstallationState(true, installation.id()));
    assertThat(ids(caller, repository.fullName()))
        .isEqualTo(new RepositoryIds(4_294_967_299L, 9_007_199_254_740_995L));
    assertThat(rows.installation(installation.id())).isEqualTo("active all installer 0");
    assertThat(check(caller, repository.fullName()).installed()).isTrue();
  }

  @Test
  void aRepositoryWithAVaultIsAskedForByItsVault() throws Exception {
    GitHubRepository repository = house.vault("known");

    assertThat(check(house.owner, "ACME/Known"))
        .isEqualTo(new InstallationState(true, house.installation.id()));
    assertThat(ids(house.owner, "ACME/Known"))
        .isEqualTo(new RepositoryIds(house.acme.id(), repository.id()));
  }

  @Test
  void whileGitHubIsAwayNothingIsSaidToBeNotInstalled() throws Exception {
    house.acme.repository("away");
    house.github.stopListening();
    try {
      assertThat(
              house
                  .house
                  .refusal(
                      SecretsRoom.CHECK_INSTALLATION,
                      new CheckInstallation(house.owner, "acme/away"))
                  .kind())
          .isEqualTo(Kind.SERVICE_UNAVAILABLE);
      assertThat(ids(house.owner, "acme/away")).isEqualTo(RepositoryIds.NONE);
    } finally {
      house.github.listenAgain();
    }
  }

  @Test
  void theInstallersOwnAreListedAlsoIfTheWebhookCameBeforeTheFirstSignIn() throws Exception {
    GitHubUser early = house.github.user("early");
    GitHubOrganization first = house.github.organization("early-one");
    GitHubRepository one = first.repository("one");
    Installation working = house.github.app().installOn(first).selected(one);
    Installation suspended =
        house.github.app().installOn(house.github.organization("early-two")).suspend();
    Installation gone = house.github.app().installOn(house.github.organization("early-three"));
    rows.receive(house.github.webhooks().installation("created", working, early));
    rows.receive(house.github.webhooks().installation("created", suspended, early));
    rows.receive(house.github.webhooks().installation("created", gone, early));
    rows.receive(house.github.webhooks().installation("deleted", gone, early));

    Caller caller = house.signedIn(early);

    assertThat(list(caller).installations())
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.installationId()).isEqualTo(working.id());
          assertThat(entry.accountLogin()).isEqualTo("early-one");
          assertThat(entry.organization()).isTrue();
          assertThat(entry.allRepositories()).isFalse();
          assertThat(entry.repositoryCount()).isEqualTo(1);
        });
    assertThat(list(house.owner).installations()).isEmpty();
  }

  private static InstallationList list(Caller caller) throws Exception {
    return house.house.ask(SecretsRoom.LIST_INSTALLATIONS, new ListInstallations(caller));
  }

  @Test
  void withoutAStoredTokenNoOrganisationIsAvailable() throws Exception {
    assertThat(organizations(house.owner).organizations()).isEmpty();
  }

  private static AvailableOrganizations organizations(Caller caller) throws Exception {
    return house.house.ask(
        SecretsRoom.LIST_AVAILABLE_ORGANIZATIONS, new ListAvailableOrganizations(caller));
  }

  @Test
  void aRemovedCollaboratorsNextPullFailsOnceTheWebhookIsAnswered() throws Exception {
    GitHubRepository repository = house.vault("fired");
    GitHubUser fired = house.collaborator(repository, "fired", Role.WRITE);
    Caller session = house.signedIn(fired);
    Caller key = house.keyOf(fired);
    house.pulls(session, repository);
    house.pulls(key, repository);
    repository.removeCollaborator(fired);
    // GitHub is away: without the webhook, what it said a moment ago would still count.
    house.github.stopListening();
    try {
      house.pulls(key, repository);

      rows.receive(house.github.webhooks().collaborator("removed", repository, fired, house.olga));

      assertThat(house.refused(session, repository)).isEqualTo(Kind.FORBIDDEN);
      assertThat(house.refused(key, repository)).isEqualTo(Kind.FORBIDDEN);
      house.pulls(house.owner, repository);
    } finally {
      house.github.listenAgain();
    }
  }

  @Test
  void afterTheAppIsRemovedNobodyIsServedWhatGitHubSaidBefore() throws Exception {
    GitHubOrganization leaving = house.github.organization("leaving").owner(house.olga);
    Installation installation = house.github.app().installOn(leaving);
    GitHubRepository repository = leaving.repository("api");
    house.house.ask(SecretsRoom.CREATE_VAULT, new CreateVault(house.owner, repository.fullName()));
    house.house.push(house.owner, repository.fullName(), "development", Map.of("A", "1"));
    house.pulls(house.owner, repository);
    installation.uninstall();

    rows.receive(house.github.webhooks().installation("deleted", installation, house.olga));

    assertThat(house.refused(house.owner, repository)).isEqualTo(Kind.FORBIDDEN);
  }
}
