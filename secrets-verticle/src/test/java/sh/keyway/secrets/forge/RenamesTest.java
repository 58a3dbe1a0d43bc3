package sh.keyway.secrets.forge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
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
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.contracts.secrets.ShowEffective;
import sh.keyway.secrets.GitHubHouse;
import sh.keyway.testkit.github.Endpoint;
import sh.keyway.testkit.github.GitHubRepository;
import sh.keyway.testkit.github.GitHubUser;

/** Repositories whose name, visibility or existence changes; vaults go by the number. */
class RenamesTest {
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
  void aPullByTheNewNameGivesTheVaultThatName() throws Exception {
    GitHubRepository repository = on.vault("old-pull");
    repository.rename("New-Pull");

    on.pulls(on.owner, "acme/new-pull");

    assertThat(nameOf(repository)).isEqualTo("acme/New-Pull");
  }

  @Test
  void aPushByTheNewNameGivesTheVaultThatName() throws Exception {
    GitHubRepository repository = on.vault("old-push");
    repository.rename("new-push");

    on.house.push(on.owner, "acme/new-push", "development", Map.of("A", "2"));

    assertThat(nameOf(repository)).isEqualTo("acme/new-push");
  }

  @Test
  void seeingItByTheNewNameGivesTheVaultThatName() throws Exception {
    GitHubRepository repository = on.vault("old-get");
    repository.rename("new-get");

    var view = on.house.ask(SecretsRoom.GET_VAULT, new GetVault(on.owner, "acme/new-get"));

    assertThat(view.repoFullName()).isEqualTo("acme/new-get");
    assertThat(view.permission()).isEqualTo(Role.ADMIN);
  }

  @Test
  void itsSettingsAreFoundByTheNewName() throws Exception {
    GitHubRepository repository = on.vault("old-settings");
    repository.rename("new-settings");
    assertThat(
            on.house
                .ask(SecretsRoom.SHOW_EFFECTIVE, new ShowEffective(on.owner, "acme/new-settings"))
                .role())
        .isEqualTo(Role.ADMIN);

    repository.rename("newer-settings");
    assertThat(
            on.house
                .ask(SecretsRoom.LIST_OVERRIDES, new ListOverrides(on.owner, "acme/newer-settings"))
                .overrides())
        .isEmpty();
  }

  @Test
  void makingAVaultForARenamedRepositoryIsAConflict() throws Exception {
    GitHubRepository repository = on.vault("old-make");
    repository.rename("new-make");

    assertThat(
            on.house
                .refusal(SecretsRoom.CREATE_VAULT, new CreateVault(on.owner, "acme/new-make"))
                .kind())
        .isEqualTo(Kind.CONFLICT);
    assertThat(nameOf(repository)).isEqualTo("acme/new-make");
  }

  @Test
  void aLookUpByTheOldNameLearnsNameAndVisibility() throws Exception {
    GitHubRepository repository = on.vault("old-look");
    repository.rename("new-look").publicize();
    on.clock.pass(Duration.ofMinutes(6));

    assertThat(on.refused(on.owner, "acme/old-look").detail())
        .as("which is no vault's name any more")
        .isEqualTo("Vault not found for this repository");

    assertThat(nameOf(repository)).isEqualTo("acme/new-look");
    assertThat(
            on.house.rows(
                "select is_private, forge_owner_id from vaults where forge_repo_id = "
                    + repository.id()))
        .containsExactly("f " + on.acme.id());
  }

  @Test
  void aVaultIsRecordedAsGitHubSpellsIt() throws Exception {
    GitHubRepository repository = on.acme.repository("Spelled");

    var view = on.house.ask(SecretsRoom.CREATE_VAULT, new CreateVault(on.owner, "ACME/spelled"));

    assertThat(view.repoFullName()).isEqualTo("acme/Spelled");
    assertThat(
            on.house.rows(
                "select forge, forge_owner_id, is_private from vaults where forge_repo_id = "
                    + repository.id()))
        .containsExactly("github " + on.acme.id() + " t");
  }

  @Test
  void withoutTheAppMakingAVaultTellsWhereToInstallIt() throws Exception {
    GitHubUser zoe = on.github.user("zoe");
    zoe.repository("dotfiles");

    Problem problem =
        on.house.refusal(
            SecretsRoom.CREATE_VAULT, new CreateVault(on.signedIn(zoe), "zoe/dotfiles"));

    assertThat(problem.kind()).isEqualTo(Kind.FORBIDDEN);
    assertThat(problem.detail())
        .contains("GitHub App not installed for zoe/dotfiles")
        .contains(on.github.installUrl());

    on.github.app().installOn(zoe);
    var view =
        on.house.ask(SecretsRoom.CREATE_VAULT, new CreateVault(on.signedIn(zoe), "zoe/dotfiles"));
    assertThat(view.permission()).as("as soon as it is installed").isEqualTo(Role.ADMIN);
  }

  @Test
  void onlyAdministratorsOfTheRepositoryMakeVaults() throws Exception {
    GitHubRepository repository = on.acme.repository("maintained");
    GitHubUser ann = on.collaborator(repository, "maintained-ann", Role.MAINTAIN);

    assertThat(
            on.house.refusal(
                SecretsRoom.CREATE_VAULT, new CreateVault(on.signedIn(ann), repository.fullName())))
        .isEqualTo(Problem.of(Kind.FORBIDDEN, "Only repository admins can perform this action"));
  }

  @Test
  void theVaultOfADeletedRepositoryIsSeenAndDeletedByItsOwnerOnly() throws Exception {
    GitHubRepository repository = on.vault("deleted");
    GitHubUser ann = on.collaborator(repository, "deleted-ann", Role.ADMIN);
    Caller admin = on.signedIn(ann);
    repository.delete();
    on.clock.pass(Duration.ofMinutes(6));

    assertThat(on.house.refusal(SecretsRoom.GET_VAULT, new GetVault(admin, "acme/deleted")).kind())
        .isEqualTo(Kind.NOT_FOUND);
    assertThat(
            on.house
                .refusal(SecretsRoom.DELETE_VAULT, new DeleteVault(admin, "acme/deleted"))
                .kind())
        .isEqualTo(Kind.FORBIDDEN);
    assertThat(
            on.house
                .ask(SecretsRoom.GET_VAULT, new GetVault(on.owner, "acme/deleted"))
                .permission())
        .isNull();
    on.house.ask(SecretsRoom.DELETE_VAULT, new DeleteVault(on.owner, "acme/deleted"));
    assertThat(on.house.rows("select 1 from vaults where repo_full_name = 'acme/deleted'"))
        .isEmpty();
  }

  @Test
  void anOwnerWhoLostTheirRoleDoesNotDeleteTheVault() throws Exception {
    GitHubRepository repository = on.acme.repository("lost");
    GitHubUser ann = on.collaborator(repository, "lost-ann", Role.ADMIN);
    Caller caller = on.signedIn(ann);
    on.house.ask(SecretsRoom.CREATE_VAULT, new CreateVault(caller, "acme/lost"));
    repository.removeCollaborator(ann);
    on.clock.pass(Duration.ofMinutes(6));

    assertThat(
            on.house.refusal(SecretsRoom.DELETE_VAULT, new DeleteVault(caller, "acme/lost")).kind())
        .isEqualTo(Kind.FORBIDDEN);
  }

  @Test
  void aListShowsRolesOfAnyAgeAndLeavesOutWhatCannotBeLookedUp() throws Exception {
    GitHubUser ann = on.github.user("list-ann");
    Caller caller = on.signedIn(ann);
    for (String name : new String[] {"list-1", "list-2"}) {
      GitHubRepository repository = on.acme.repository(name).collaborator(ann, Role.ADMIN);
      on.house.ask(SecretsRoom.CREATE_VAULT, new CreateVault(caller, repository.fullName()));
    }
    on.house.ask(SecretsRoom.GET_VAULT, new GetVault(caller, "acme/list-1"));
    on.clock.pass(Duration.ofDays(2));
    on.github.faults().on(Endpoint.COLLABORATOR_PERMISSION).status(500);
    try {
      assertThat(on.house.ask(SecretsRoom.LIST_VAULTS, new ListVaults(caller, 10, 0)).vaults())
          .extracting(v -> v.repoFullName() + " " + v.permission())
          .containsExactlyInAnyOrder("acme/list-1 ADMIN", "acme/list-2 null");
    } finally {
      on.github.faults().clear();
    }
    assertThat(on.house.ask(SecretsRoom.LIST_VAULTS, new ListVaults(caller, 10, 0)).vaults())
        .allMatch(v -> v.permission() == Role.ADMIN);
  }

  private static String nameOf(GitHubRepository repository) throws Exception {
    return on.house
        .rows("select repo_full_name from vaults where forge_repo_id = " + repository.id())
        .getFirst();
  }
}
