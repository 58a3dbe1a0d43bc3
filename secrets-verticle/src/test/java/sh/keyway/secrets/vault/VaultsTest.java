package sh.keyway.secrets.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sh.keyway.contracts.Caller;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.ProblemException;
import sh.keyway.contracts.Role;
import sh.keyway.contracts.secrets.CreateVault;
import sh.keyway.contracts.secrets.DeleteVault;
import sh.keyway.contracts.secrets.Done;
import sh.keyway.contracts.secrets.EnvironmentView;
import sh.keyway.contracts.secrets.GetVault;
import sh.keyway.contracts.secrets.ListVaults;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.contracts.secrets.ShowUsage;
import sh.keyway.contracts.secrets.UsageView;
import sh.keyway.contracts.secrets.VaultPage;
import sh.keyway.contracts.secrets.VaultView;
import sh.keyway.secrets.SecretsHouse;

class VaultsTest {
  private static SecretsHouse house;

  @BeforeAll
  static void open() throws Exception {
    house = SecretsHouse.openRoomy(2);
  }

  @AfterAll
  static void close() throws Exception {
    house.close();
  }

  @Test
  void aNewVaultHasTheDefaultEnvironments() throws Exception {
    VaultView vault = house.ask(SecretsRoom.CREATE_VAULT, new CreateVault(house.owner, "new/one"));

    assertThat(vault.repoFullName()).isEqualTo("new/one");
    assertThat(vault.forge()).isEqualTo("local");
    assertThat(vault.secretCount()).isZero();
    assertThat(vault.permission()).isEqualTo(Role.ADMIN);
    assertThat(vault.environments())
        .extracting(EnvironmentView::name)
        .containsExactly("development", "staging", "production");
    assertThat(vault.environments())
        .extracting(e -> e.type().wire())
        .containsExactly("development", "standard", "protected");
    assertThat(house.ask(SecretsRoom.GET_VAULT, new GetVault(house.owner, "new/one")))
        .isEqualTo(vault);
  }

  @Test
  void onlyAnAdminMakesAVault() throws Exception {
    for (Role role : List.of(Role.READ, Role.TRIAGE, Role.WRITE, Role.MAINTAIN)) {
      Caller member = house.member("no-" + role.wire(), "gate/repo", role);
      assertThat(
              house.refusal(SecretsRoom.CREATE_VAULT, new CreateVault(member, "gate/repo")).kind())
          .isEqualTo(Kind.FORBIDDEN);
    }
    Caller admin = house.member("yes", "gate/repo", Role.ADMIN);

    house.ask(SecretsRoom.CREATE_VAULT, new CreateVault(admin, "GATE/repo"));

    assertThat(
            house.rows(
                "select refused, count(*) from activities where action = 'vault_created' and"
                    + " lower(metadata->>'repoFullName') = 'gate/repo' group by refused order by 1"))
        .containsExactly("f 1", "t 4");
  }

  @Test
  void twoAtOnceMakeOne() throws Exception {
    for (int round = 0; round < 10; round++) {
      List<Future<VaultView>> both = new ArrayList<>();
      for (String name : List.of("race/repo-" + round, "Race/Repo-" + round)) {
        both.add(house.rooms.call(SecretsRoom.CREATE_VAULT, new CreateVault(house.owner, name)));
      }
      SecretsHouse.await(Future.join(both).otherwiseEmpty());

      assertThat(both.stream().filter(Future::succeeded)).hasSize(1);
      assertThat(both.stream().filter(Future::failed))
          .singleElement()
          .satisfies(loser ->
              assertThat(((ProblemException) loser.cause()).problem().kind())
                  .isEqualTo(Kind.CONFLICT));
    }
    assertThat(
            house.rows(
                "select count(*), count(distinct v.id) from environments e join vaults v on v.id ="
                    + " e.vault_id where lower(v.repo_full_name) like 'race/%'"))
        .containsExactly("30 10");
  }

  @Test
  void aNameIsOneVaultHoweverItIsSpelt() throws Exception {
    house.vault("Spelt/Once");

    Problem again =
        house.refusal(SecretsRoom.CREATE_VAULT, new CreateVault(house.owner, "sPELT/oNCE"));

    assertThat(again.kind()).isEqualTo(Kind.CONFLICT);
    assertThat(again.detail()).isEqualTo("Vault already exists for this repository");
    assertThat(
            house
                .ask(SecretsRoom.GET_VAULT, new GetVault(house.owner, "SPELT/ONCE"))
                .repoFullName())
        .isEqualTo("Spelt/Once");
  }

  @Test
  void aListIsTheCallersOwnNewestChangeFirstInPages() throws Exception {
    Caller admin = house.member("lister", "list/0", Role.ADMIN);
    house.vault("list/not-mine");
    for (int i = 0; i < 5; i++) {
      house.ask(
          SecretsRoom.SET_ROLE,
          new sh.keyway.contracts.secrets.SetRole(house.owner, "lister", "list/" + i, Role.ADMIN));
      house.ask(SecretsRoom.CREATE_VAULT, new CreateVault(admin, "list/" + i));
    }
    house.push(admin, "list/1", "development", Map.of("A", "1"));

    assertThat(names(admin, 2, 0)).containsExactly("list/1", "list/4");
    assertThat(names(admin, 2, 2)).containsExactly("list/3", "list/2");
    assertThat(names(admin, 2, 4)).containsExactly("list/0");
    VaultPage beyond = house.ask(SecretsRoom.LIST_VAULTS, new ListVaults(admin, 2, 6));
    assertThat(beyond.vaults()).isEmpty();
    assertThat(beyond.total()).isEqualTo(5);
  }

  @Test
  void aVaultInTheListWhoseRoleIsGoneShowsNothingOfWhatIsInIt() throws Exception {
    Caller admin = house.member("former", "former/repo", Role.ADMIN);
    house.ask(SecretsRoom.CREATE_VAULT, new CreateVault(admin, "former/repo"));
    house.push(admin, "former/repo", "staging", Map.of("A", "1"));
    house.ask(
        SecretsRoom.SET_ROLE,
        new sh.keyway.contracts.secrets.SetRole(house.owner, "former", "former/repo", null));

    VaultPage page = house.ask(SecretsRoom.LIST_VAULTS, new ListVaults(admin, 10, 0));

    VaultView shown = page.vaults().getFirst();
    assertThat(page.vaults()).hasSize(1);
    assertThat(shown.repoFullName()).isEqualTo("former/repo");
    assertThat(shown.permission()).isNull();
    assertThat(shown.environments()).isEmpty();
    assertThat(shown.secretCount()).isZero();
  }

  @Test
  void usageIsTheCallersOwnVaultsCountedNow() throws Exception {
    Caller user = house.member("counted", "counted/one", Role.ADMIN);
    UsageView before = house.ask(SecretsRoom.SHOW_USAGE, new ShowUsage(user));
    house.ask(SecretsRoom.CREATE_VAULT, new CreateVault(user, "counted/one"));

    assertThat(before).isEqualTo(new UsageView("free", 0, 0));
    assertThat(house.ask(SecretsRoom.SHOW_USAGE, new ShowUsage(user)))
        .isEqualTo(new UsageView("free", 0, 1));
  }

  @Test
  void deletingTakesEverythingAlong() throws Exception {
    house.vault("delete/me");
    house.push(house.owner, "delete/me", "development", Map.of("A", "1", "B", "2"));
    house.push(house.owner, "delete/me", "development", Map.of("A", "2"));
    Caller member = house.member("survivor", "delete/me", Role.WRITE);
    house.pull(member, "delete/me", "development");
    String left =
        "select (select count(*) from vaults where repo_full_name = 'delete/me'),"
            + " (select count(*) from environments e where not exists (select from vaults v where"
            + " v.id = e.vault_id)), (select count(*) from revisions r where not exists (select"
            + " from environments e where e.id = r.environment_id)), (select count(*) from"
            + " secret_versions sv where not exists (select from secrets s where s.id ="
            + " sv.secret_id)), (select count(*) from secrets where key in ('A', 'B') and"
            + " environment_id not in (select id from environments))";

    house.ask(SecretsRoom.DELETE_VAULT, new DeleteVault(house.owner, "Delete/ME"));

    assertThat(house.rows(left)).containsExactly("0 0 0 0 0");
    assertThat(house.refusal(SecretsRoom.GET_VAULT, new GetVault(house.owner, "delete/me")).kind())
        .isEqualTo(Kind.NOT_FOUND);
    assertThat(
            house
                .refusal(SecretsRoom.DELETE_VAULT, new DeleteVault(house.owner, "delete/me"))
                .kind())
        .isEqualTo(Kind.NOT_FOUND);
    assertThat(
            house
                .refusal(SecretsRoom.PULL, SecretsHouse.pulling(member, "delete/me", "development"))
                .detail())
        .isEqualTo("Vault not found for this repository");
  }

  @Test
  void aVaultMadeAgainStartsEmpty() throws Exception {
    house.vault("again/repo");
    house.push(house.owner, "again/repo", "development", Map.of("OLD", "1"));
    house.pull(house.owner, "again/repo", "development");
    house.ask(SecretsRoom.DELETE_VAULT, new DeleteVault(house.owner, "again/repo"));

    house.vault("again/repo");

    assertThat(
            house
                .refusal(
                    SecretsRoom.PULL,
                    SecretsHouse.pulling(house.owner, "again/repo", "development"))
                .kind())
        .isEqualTo(Kind.NOT_FOUND);
    assertThat(house.push(house.owner, "again/repo", "development", Map.of("N", "1")).revision())
        .isEqualTo(1);
  }

  @Test
  void onlyAnAdminDeletesAVault() throws Exception {
    house.vault("keep/me");
    Caller maintainer = house.member("maintainer", "keep/me", Role.MAINTAIN);

    assertThat(
            house.refusal(SecretsRoom.DELETE_VAULT, new DeleteVault(maintainer, "keep/me")).kind())
        .isEqualTo(Kind.FORBIDDEN);

    assertThat(house.ask(SecretsRoom.GET_VAULT, new GetVault(maintainer, "keep/me")).permission())
        .isEqualTo(Role.MAINTAIN);
  }

  @Test
  void somebodyDeletesTheVaultWhileTheirRoleIsTakenAway() throws Exception {
    UUID vault = house.vault("raced/repo");
    Caller admin = house.member("raced-admin", "raced/repo", Role.ADMIN);
    Future<Done> deletion;
    try (Connection other = house.database.connectAsOwner();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      // As everybody does: environments, then the vault.
      statement.execute(
          "update environments set policy_revision = policy_revision + 1 where vault_id = '%s'"
              .formatted(vault));
      deletion = house.rooms.call(SecretsRoom.DELETE_VAULT, new DeleteVault(admin, "raced/repo"));
      while (house.rows("select 1 from pg_locks where not granted").isEmpty()) {
        Thread.onSpinWait();
      }
      statement.execute("select 1 from vaults where id = '%s' for update".formatted(vault));
      statement.execute(
          "delete from local_roles r using users u where u.id = r.user_id and u.username ="
              + " 'raced-admin'");
      other.commit();
    }

    assertThat(
            assertThrows(ProblemException.class, () -> SecretsHouse.await(deletion))
                .problem()
                .kind())
        .isEqualTo(Kind.FORBIDDEN);
    assertThat(house.rows("select repo_full_name from vaults where id = '%s'".formatted(vault)))
        .containsExactly("raced/repo");
  }

  @Test
  void aStrangerLearnsNothingAboutWhatExists() throws Exception {
    house.vault("hidden/repo");
    Caller stranger = house.member("stranger", "else/where", Role.ADMIN);

    Problem hidden = house.refusal(SecretsRoom.GET_VAULT, new GetVault(stranger, "hidden/repo"));
    Problem missing = house.refusal(SecretsRoom.GET_VAULT, new GetVault(stranger, "hidden/none"));

    assertThat(hidden)
        .isEqualTo(
            Problem.of(Kind.NOT_FOUND, "Vault 'hidden/repo' not found or you don't have access"));
    assertThat(missing)
        .isEqualTo(
            Problem.of(Kind.NOT_FOUND, "Vault 'hidden/none' not found or you don't have access"));
    assertThat(house.refusal(SecretsRoom.DELETE_VAULT, new DeleteVault(stranger, "hidden/repo")))
        .isEqualTo(
            house.refusal(SecretsRoom.DELETE_VAULT, new DeleteVault(stranger, "hidden/none")));
  }

  private static List<String> names(Caller caller, int limit, int offset) throws Exception {
    VaultPage page = house.ask(SecretsRoom.LIST_VAULTS, new ListVaults(caller, limit, offset));
    assertThat(page.total()).isEqualTo(5);
    return page.vaults().stream().map(VaultView::repoFullName).toList();
  }
}
