package sh.keyway.secrets.permission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sh.keyway.contracts.Caller;
import sh.keyway.contracts.EnvironmentType;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.Role;
import sh.keyway.contracts.secrets.MinimumsReset;
import sh.keyway.contracts.secrets.PermissionsView;
import sh.keyway.contracts.secrets.PermissionsView.Minimum;
import sh.keyway.contracts.secrets.ResetMinimums;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.contracts.secrets.SetMinimums;
import sh.keyway.contracts.secrets.ShowPermissions;
import sh.keyway.secrets.SecretsHouse;

/** The least roles a vault asks for are what it then insists on. */
class MinimumsTest {
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
  void aMinimumRoleIsEnforcedFromTheNextRequestOn() throws Exception {
    vault("least/repo");
    Caller writer = house.member("least-writer", "least/repo", Role.WRITE);
    house.push(writer, "least/repo", "staging", Map.of("A", "2"));

    set("least/repo", "staging", Role.WRITE, Role.ADMIN);

    assertThat(
            house
                .refusal(
                    SecretsRoom.PUSH,
                    new sh.keyway.contracts.secrets.Push(
                        writer, "least/repo", "staging", Map.of("A", "3"), false))
                .kind())
        .isEqualTo(Kind.FORBIDDEN);
    assertThat(house.text(writer, "least/repo", "staging")).isEqualTo("A=2");
    Caller reader = house.member("least-reader", "least/repo", Role.READ);
    assertThat(
            house
                .refusal(SecretsRoom.PULL, SecretsHouse.pulling(reader, "least/repo", "staging"))
                .kind())
        .isEqualTo(Kind.FORBIDDEN);

    MinimumsReset reset =
        house.ask(
            SecretsRoom.RESET_MINIMUMS, new ResetMinimums(house.owner, "least/repo", "staging"));

    assertThat(reset).isEqualTo(new MinimumsReset(Role.READ, Role.WRITE));
    assertThat(house.text(reader, "least/repo", "staging")).isEqualTo("A=2");
  }

  @Test
  void settingAgainReplaces() throws Exception {
    vault("again/repo");
    set("again/repo", "production", Role.ADMIN, Role.ADMIN);
    set("again/repo", "production", Role.TRIAGE, Role.MAINTAIN);

    PermissionsView view =
        house.ask(SecretsRoom.SHOW_PERMISSIONS, new ShowPermissions(house.owner, "again/repo"));

    assertThat(view.custom())
        .extracting(Minimum::environment, Minimum::write, Minimum::minimumRole, Minimum::type)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "production", false, Role.TRIAGE, EnvironmentType.PROTECTED),
            org.assertj.core.groups.Tuple.tuple(
                "production", true, Role.MAINTAIN, EnvironmentType.PROTECTED));
    assertThat(view.matrix()).isEqualTo(PermissionMatrix.defaults());
  }

  @Test
  void anEnvironmentThatIsNotThereIsNotFoundButFineToReset() throws Exception {
    vault("none/repo");

    assertThat(
            house.refusal(
                SecretsRoom.SET_MINIMUMS,
                new SetMinimums(house.owner, "none/repo", "prod", Role.READ, Role.READ)))
        .isEqualTo(Problem.of(Kind.NOT_FOUND, "Environment 'prod' not found"));
    assertThat(
            house.ask(
                SecretsRoom.RESET_MINIMUMS, new ResetMinimums(house.owner, "none/repo", "prod")))
        .isEqualTo(new MinimumsReset(Role.WRITE, Role.ADMIN));
    assertThat(house.rows("select count(*) from permission_minimums where environment = 'prod'"))
        .containsExactly("0");
  }

  @Test
  void onlyAdminsSetThem() throws Exception {
    UUID vault = vault("only/repo");
    for (Role role : List.of(Role.READ, Role.TRIAGE, Role.WRITE, Role.MAINTAIN)) {
      Caller member = house.member("only-" + role.wire(), "only/repo", role);
      assertThat(
              house.refusal(
                  SecretsRoom.SET_MINIMUMS,
                  new SetMinimums(member, "only/repo", "production", Role.READ, Role.READ)))
          .isEqualTo(Problem.of(Kind.FORBIDDEN, "Only repository admins can perform this action"));
      assertThat(
              house
                  .refusal(
                      SecretsRoom.RESET_MINIMUMS,
                      new ResetMinimums(member, "only/repo", "production"))
                  .kind())
          .isEqualTo(Kind.FORBIDDEN);
    }
    set("only/repo", "production", Role.MAINTAIN, Role.ADMIN);

    assertThat(
            house.rows(
                """
                select refused, metadata->>'change', metadata->>'read', count(*) from activities
                where action = 'permission_changed' and vault_id = '%s'
                group by 1, 2, 3 order by 1, 2
                """
                    .formatted(vault)))
        .containsExactly(
            "f minimum_roles_set maintain 1",
            "t minimum_roles_reset null 4",
            "t minimum_roles_set null 4");
  }

  private static UUID vault(String repository) throws Exception {
    UUID id = house.vault(repository);
    house.push(house.owner, repository, "staging", Map.of("A", "1"));
    return id;
  }

  private static void set(String repository, String environment, Role read, Role write)
      throws Exception {
    house.ask(
        SecretsRoom.SET_MINIMUMS,
        new SetMinimums(house.owner, repository, environment, read, write));
  }
}
