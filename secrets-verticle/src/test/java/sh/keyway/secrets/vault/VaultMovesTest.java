package sh.keyway.secrets.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sh.keyway.contracts.Caller;
import sh.keyway.contracts.Principal;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.Role;
import sh.keyway.contracts.secrets.MoveVault;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.secrets.GitHubHouse;
import sh.keyway.secrets.SecretsHouse;
import sh.keyway.testkit.github.GitHubRepository;

/** Vaults that move between the local forge and GitHub. */
class VaultMovesTest {
  private static final Caller OPERATOR =
      new Caller(new Principal.Operator(), SecretsHouse.client("keyway-server"));

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
  void aLocalVaultMovesToGitHubWithItsSecrets() throws Exception {
    Caller local = local("acme/Moving");
    GitHubRepository repository = on.acme.repository("moving");
    on.pulls(local, "acme/moving");

    on.house.ask(SecretsRoom.MOVE_VAULT, new MoveVault(OPERATOR, "ACME/moving", "github"));

    on.pulls(on.owner, "acme/moving");
    assertThat(on.refused(local, "acme/moving").kind()).isEqualTo(Kind.FORBIDDEN);
    assertThat(
            on.house.rows(
                "select forge, forge_repo_id, forge_owner_id from vaults where repo_full_name ="
                    + " 'acme/moving'"))
        .containsExactly("github " + repository.id() + " " + on.acme.id());
    assertThat(
            on.house.rows(
                "select metadata->>'from', metadata->>'to' from activities where action ="
                    + " 'vault_moved' and not refused and metadata->>'repoFullName' ="
                    + " 'acme/moving'"))
        .containsExactly("local github");
  }

  @Test
  void aVaultOnGitHubMovesBackAndNobodyTakesARoleAlong() throws Exception {
    GitHubRepository repository = on.vault("back");
    Caller ann = on.signedIn(on.collaborator(repository, "back-ann", Role.WRITE));
    on.pulls(ann, repository);

    on.house.ask(SecretsRoom.MOVE_VAULT, new MoveVault(OPERATOR, "acme/back", "local"));

    assertThat(on.refused(ann, repository)).isEqualTo(Kind.FORBIDDEN);
    on.pulls(on.house.owner, "acme/back");
    assertThat(
            on.house.rows(
                "select 1 from repository_roles r join vaults v on v.id = r.vault_id where"
                    + " v.repo_full_name = 'acme/back'"))
        .isEmpty();
  }

  @Test
  void aRepositoryThatTheAppDoesNotSeeIsNotFound() throws Exception {
    local("acme/unseen");

    assertThat(refusal(OPERATOR, "acme/unseen", "github")).isEqualTo(Kind.NOT_FOUND);
    assertThat(refusal(OPERATOR, "acme/no-vault-at-all", "github")).isEqualTo(Kind.NOT_FOUND);
    assertThat(refusal(OPERATOR, "acme/unseen", "gitlab")).isEqualTo(Kind.BAD_REQUEST);
  }

  @Test
  void aRepositoryThatHasAVaultGetsNoSecond() throws Exception {
    GitHubRepository repository = on.vault("taken");
    local("acme/taken-anew");
    repository.rename("taken-anew");

    assertThat(refusal(OPERATOR, "acme/taken-anew", "github")).isEqualTo(Kind.CONFLICT);
  }

  @Test
  void onlyAdministratorsOfTheServerMoveVaults() throws Exception {
    on.vault("mine");

    assertThat(refusal(on.owner, "acme/mine", "local")).isEqualTo(Kind.FORBIDDEN);
    assertThat(
            on.house.rows(
                "select count(*) from activities where action = 'vault_moved' and refused and"
                    + " metadata->>'repoFullName' = 'acme/mine'"))
        .containsExactly("1");
  }

  private static Kind refusal(Caller caller, String name, String forge) throws Exception {
    return on.house.refusal(SecretsRoom.MOVE_VAULT, new MoveVault(caller, name, forge)).kind();
  }

  /** A vault on the local forge, and its owner. */
  private static Caller local(String name) throws Exception {
    on.house.execute(
        "with r as (insert into local_repositories (full_name) values ('%s') returning id), v as"
                .formatted(name)
            + " (insert into vaults (forge, forge_repo_id, repo_full_name, owner_id, is_private)"
            + " select 'local', r.id, '%s', u.id, true from r, users u where u.is_owner returning"
                .formatted(name)
            + " id) insert into environments (vault_id, name, type, display_order) select id,"
            + " 'development', 'development', 0 from v");
    on.house.push(on.house.owner, name, "development", Map.of("A", "1"));
    return on.house.owner;
  }
}
