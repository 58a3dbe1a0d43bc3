package sh.keyway.secrets.forge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sh.keyway.contracts.Caller;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.Role;
import sh.keyway.contracts.secrets.CreateVault;
import sh.keyway.contracts.secrets.DeleteVault;
import sh.keyway.contracts.secrets.GetVault;
import sh.keyway.contracts.secrets.ListOverrides;
import sh.keyway.contracts.secrets.ListVaults;
import sh.keyway.contracts.secrets.Push;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.contracts.secrets.ShowEffective;
import sh.keyway.contracts.secrets.VaultView;
import sh.keyway.secrets.GitHubHouse;
import sh.keyway.testkit.github.GitHubOrganization;
import sh.keyway.testkit.github.GitHubRepository;
import sh.keyway.testkit.github.GitHubUser;
import sh.keyway.testkit.github.Installation;

/** What somebody tries who wants secrets that GitHub does not let them have. */
class AttackersOfRepositoriesTest {
  private static GitHubHouse on;

  @BeforeAll
  static void open() throws Exception {
    on = GitHubHouse.open();
  }

  @AfterAll
  static void close() throws Exception {
    on.close();
  }

  @Test
  void aStrangerPullsFromAPublicRepository() throws Exception {
    GitHubRepository repository = on.vault("public");
    repository.publicize();

    assertThat(on.refused(on.signedIn(on.github.user("public-eve")), repository))
        .isEqualTo(Kind.FORBIDDEN);
  }

  @Test
  void aStrangerUsesTheAppsOwnPermissions() throws Exception {
    GitHubRepository repository = on.vault("app");
    on.installation.permissions(
        Map.of("metadata", "read", "administration", "write", "contents", "write"));

    assertThat(on.refused(on.signedIn(on.github.user("app-eve")), repository))
        .isEqualTo(Kind.FORBIDDEN);
  }

  @Test
  void somebodyMakesARepositoryUnderTheNameOfADeletedOne() throws Exception {
    GitHubRepository old = on.vault("again");
    GitHubUser eve = on.github.user("again-eve");
    old.delete();
    GitHubRepository anew = on.acme.repository("again").collaborator(eve, Role.ADMIN);
    on.clock.pass(Duration.ofMinutes(6));
    Caller caller = on.signedIn(eve);

    assertThat(on.refused(caller, anew)).isEqualTo(Kind.FORBIDDEN);
    assertThat(on.house.refusal(SecretsRoom.GET_VAULT, new GetVault(caller, "acme/again")).kind())
        .isEqualTo(Kind.NOT_FOUND);
    assertThat(
            on.house
                .refusal(SecretsRoom.DELETE_VAULT, new DeleteVault(caller, "acme/again"))
                .kind())
        .isEqualTo(Kind.FORBIDDEN);
  }

  @Test
  void somebodyTakesTheLoginOfAFormerCollaborator() throws Exception {
    GitHubRepository repository = on.vault("login");
    GitHubUser ann = on.collaborator(repository, "login-ann", Role.WRITE);
    on.pulls(on.signedIn(ann), repository);
    ann.rename("login-ann-moved");
    GitHubUser thief = on.github.user("login-ann");

    assertThat(on.refused(on.signedIn(thief), repository)).isEqualTo(Kind.FORBIDDEN);
    on.clock.pass(Duration.ofMinutes(6));
    on.pulls(on.signedIn(ann), repository);
  }

  @Test
  void aRemovedCollaboratorBurnsTheQuotaToStayIn() throws Exception {
    GitHubOrganization burnt = on.github.organization("burnt").basePermission(null);
    Installation installation = on.github.app().installOn(burnt);
    burnt.owner(on.olga);
    GitHubRepository repository = burnt.repository("burnt");
    on.house.ask(SecretsRoom.CREATE_VAULT, new CreateVault(on.owner, "burnt/burnt"));
    on.house.push(on.owner, "burnt/burnt", "development", Map.of("A", "1"));
    GitHubUser ann = on.collaborator(repository, "burnt-ann", Role.WRITE);
    Caller machine = on.keyOf(ann);
    on.pulls(machine, repository);

    repository.removeCollaborator(ann);
    on.github.quota().exhaust(installation);
    on.clock.pass(Duration.ofMinutes(14));
    on.pulls(machine, repository);
    on.clock.pass(Duration.ofMinutes(2));
    assertThat(on.refused(machine, repository)).isEqualTo(Kind.SERVICE_UNAVAILABLE);
  }

  @Test
  void aRemovedCollaboratorBurnsTheirOwnLimitToStayIn() throws Exception {
    GitHubRepository repository = on.vault("own-limit");
    GitHubUser ann = on.collaborator(repository, "own-limit-ann", Role.WRITE);
    Caller machine = on.keyOf(ann);
    on.pulls(machine, repository);
    repository.removeCollaborator(ann);
    on.clock.pass(Duration.ofMinutes(16));
    Kind last = Kind.FORBIDDEN;
    for (int i = 0; i < Questions.PER_MINUTE * 2 && last == Kind.FORBIDDEN; i++) {
      last = on.refused(machine, "acme/own-limit-" + i).kind();
    }

    assertThat(on.refused(machine, repository)).isIn(Kind.RATE_LIMITED, Kind.FORBIDDEN);
  }

  @Test
  void aLeakedNarrowTokenIsUsedAsItsOwner() throws Exception {
    GitHubRepository repository = on.vault("narrow");
    GitHubRepository other = on.acme.repository("narrow-other");
    GitHubUser ann = on.collaborator(repository, "narrow-ann", Role.ADMIN);
    other.collaborator(ann, Role.ADMIN);
    Caller reading =
        on.bearing(ann, ann.fineGrainedToken(on.acme).repositories(repository).create());
    Caller elsewhere = on.bearing(ann, ann.fineGrainedToken(on.acme).repositories(other).create());

    on.pulls(reading, repository);
    assertThat(
            on.house
                .refusal(
                    SecretsRoom.PUSH,
                    new Push(reading, "acme/narrow", "development", Map.of("A", "2"), false))
                .detail())
        .startsWith("Your role (read) does not have permission to write to");
    assertThat(on.refused(elsewhere, repository)).isEqualTo(Kind.FORBIDDEN);
    assertThat(
            on.house
                .refusal(SecretsRoom.DELETE_VAULT, new DeleteVault(elsewhere, "acme/narrow"))
                .kind())
        .isEqualTo(Kind.FORBIDDEN);
  }

  @Test
  void aLeakedNarrowTokenTellsWhatElseItsOwnerHas() throws Exception {
    GitHubUser ann = on.github.user("listing-ann");
    Caller owner = on.signedIn(ann);
    List<GitHubRepository> repositories = new ArrayList<>();
    for (String name : List.of("listing-1", "listing-2")) {
      GitHubRepository repository = on.acme.repository(name).collaborator(ann, Role.ADMIN);
      on.house.ask(SecretsRoom.CREATE_VAULT, new CreateVault(owner, repository.fullName()));
      repositories.add(repository);
    }
    Caller narrow =
        on.bearing(
            ann, ann.fineGrainedToken(on.acme).repositories(repositories.getFirst()).create());

    assertThat(on.house.ask(SecretsRoom.LIST_VAULTS, new ListVaults(narrow, 10, 0)).vaults())
        .extracting(VaultView::repoFullName)
        .containsExactly("acme/listing-1");
    assertThat(on.house.ask(SecretsRoom.LIST_VAULTS, new ListVaults(owner, 10, 0)).vaults())
        .hasSize(2);
  }

  @Test
  void aRevokedTokenIsUsed() throws Exception {
    GitHubRepository repository = on.vault("revoked");
    GitHubUser ann = on.collaborator(repository, "revoked-ann", Role.WRITE);
    String token = ann.classicToken("repo");
    Caller caller = on.bearing(ann, token);
    on.pulls(caller, repository);
    on.github.revoke(token);
    on.clock.pass(Duration.ofMinutes(6));

    assertThat(on.refused(caller, repository)).isEqualTo(Kind.UNAUTHORIZED);
    assertThat(on.refused(caller, repository)).isEqualTo(Kind.UNAUTHORIZED);
    assertThat(
            on.house.rows(
                "select 1 from github_tokens t join users u on u.id = t.user_id"
                    + " where u.username = 'revoked-ann'"))
        .as("ended for good")
        .isEmpty();
    on.pulls(on.signedIn(ann), repository);
  }

  @Test
  void aStrangerTellsByTheEffortWhichVaultsExist() throws Exception {
    on.vault("effort");
    Caller eve = on.signedIn(on.github.user("effort-eve"));
    List<Integer> efforts = new ArrayList<>();
    List<Problem> answers = new ArrayList<>();
    for (String name : List.of("acme/effort", "acme/effort-none")) {
      on.bus.forget();
      answers.add(on.house.refusal(SecretsRoom.SHOW_EFFECTIVE, new ShowEffective(eve, name)));
      efforts.add(on.lookUps());
    }
    Caller mallory = on.signedIn(on.github.user("effort-mallory"));
    for (String name : List.of("acme/effort", "acme/effort-none")) {
      on.bus.forget();
      answers.add(on.house.refusal(SecretsRoom.LIST_OVERRIDES, new ListOverrides(mallory, name)));
      efforts.add(on.lookUps());
    }

    assertThat(efforts).containsOnly(1);
    assertThat(answers).containsOnly(Problem.of(Kind.NOT_FOUND, "Vault not found"));
  }

  @Test
  void aStrangerTellsByMakingVaultsWhereTheAppIsInstalled() throws Exception {
    on.vault("made");
    on.acme.repository("unmade");
    on.github.organization("elsewhere").repository("made");
    Caller eve = on.signedIn(on.github.user("making-eve"));
    for (int i = 0; i < 2; i++) {
      for (String name :
          List.of("acme/made", "acme/unmade", "acme/nothing", "elsewhere/made", "none/none")) {
        assertThat(on.house.refusal(SecretsRoom.CREATE_VAULT, new CreateVault(eve, name)))
            .isEqualTo(
                Problem.of(
                    Kind.FORBIDDEN,
                    "GitHub App not installed for %s. Please install the Keyway GitHub App: %s"
                        .formatted(name, on.github.installUrl())));
      }
    }
  }

  @Test
  void somebodyAsksForANameGitHubCannotHaveToGetAnOutage() throws Exception {
    Caller eve = on.signedIn(on.github.user("odd-eve"));

    assertThat(on.refused(eve, "acme/..").kind()).isEqualTo(Kind.FORBIDDEN);
  }

  @Test
  void aFormerAdministratorDeletesTheVaultWhileTheAppIsSuspended() throws Exception {
    GitHubOrganization paused = on.github.organization("paused").basePermission(null);
    Installation installation = on.github.app().installOn(paused);
    GitHubRepository repository = paused.repository("api");
    GitHubUser ann = on.collaborator(repository, "paused-ann", Role.ADMIN);
    Caller caller = on.signedIn(ann);
    on.house.ask(SecretsRoom.CREATE_VAULT, new CreateVault(caller, "paused/api"));
    repository.removeCollaborator(ann);
    installation.suspend();
    on.clock.pass(Duration.ofMinutes(6));

    assertThat(
            on.house
                .refusal(SecretsRoom.DELETE_VAULT, new DeleteVault(caller, "paused/api"))
                .kind())
        .isEqualTo(Kind.SERVICE_UNAVAILABLE);
    assertThat(on.house.refusal(SecretsRoom.GET_VAULT, new GetVault(caller, "paused/api")).kind())
        .isEqualTo(Kind.SERVICE_UNAVAILABLE);

    installation.uninstall();
    on.house.ask(SecretsRoom.DELETE_VAULT, new DeleteVault(caller, "paused/api"));
  }

  @Test
  void aFormerOwnerDeletesTheVaultBecauseTheNameIsAnothersNow() throws Exception {
    GitHubRepository old = on.acme.repository("reused");
    GitHubUser ann = on.collaborator(old, "reused-ann", Role.ADMIN);
    Caller caller = on.signedIn(ann);
    on.house.ask(SecretsRoom.CREATE_VAULT, new CreateVault(caller, "acme/reused"));
    old.rename("reused-moved").removeCollaborator(ann);
    on.acme.repository("reused");
    on.clock.pass(Duration.ofMinutes(6));

    assertThat(
            on.house
                .refusal(SecretsRoom.DELETE_VAULT, new DeleteVault(caller, "acme/reused"))
                .kind())
        .isEqualTo(Kind.FORBIDDEN);
  }

  @Test
  void anAdministratorOfTheServerReadsOthersSecrets() throws Exception {
    GitHubRepository repository = on.vault("server");

    assertThat(on.refused(on.house.owner, repository)).isEqualTo(Kind.FORBIDDEN);
  }
}
