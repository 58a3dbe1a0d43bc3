package sh.keyway.secrets.permission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sh.keyway.contracts.Caller;
import sh.keyway.contracts.Principal;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.Role;
import sh.keyway.contracts.secrets.CreateOverride;
import sh.keyway.contracts.secrets.EffectivePermissions;
import sh.keyway.contracts.secrets.EffectivePermissions.Entry;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.contracts.secrets.SetMinimums;
import sh.keyway.contracts.secrets.ShowEffective;
import sh.keyway.contracts.secrets.ShowPermissionDefaults;
import sh.keyway.secrets.SecretsHouse;
import sh.keyway.secrets.WireTap;
import sh.keyway.testkit.TestDatabase;
import sh.keyway.testkit.TestPostgres;

/** What is shown of permissions is what decides. */
class EffectiveRightsTest {
  private static WireTap wire;
  private static SecretsHouse house;

  @BeforeAll
  static void open() throws Exception {
    TestDatabase database = TestPostgres.freshMigratedDatabase();
    wire = new WireTap(database.application().port());
    house = SecretsHouse.open(database, SecretsHouse.roomy(database, wire.port()));
  }

  @AfterAll
  static void close() throws Exception {
    house.close();
    wire.close();
  }

  @Test
  void itIsTheMatrixUntilTheVaultSaysOtherwise() throws Exception {
    house.vault("shown/repo");
    Caller writer = house.member("shown-writer", "shown/repo", Role.WRITE);
    assertThat(show(writer, "shown/repo"))
        .isEqualTo(
            new EffectivePermissions(
                Role.WRITE,
                List.of(
                    new Entry("development", true, true),
                    new Entry("staging", true, true),
                    new Entry("production", true, false))));

    house.ask(
        SecretsRoom.SET_MINIMUMS,
        new SetMinimums(house.owner, "shown/repo", "staging", Role.ADMIN, Role.WRITE));
    house.ask(
        SecretsRoom.CREATE_OVERRIDE,
        new CreateOverride(
            house.owner,
            "shown/repo",
            "production",
            ((Principal.Session) writer.principal()).userId(),
            null,
            false,
            true));

    assertThat(show(writer, "shown/repo").environments())
        .containsExactly(
            new Entry("development", true, true),
            new Entry("staging", false, true),
            new Entry("production", false, true));
  }

  @Test
  void itCostsTheSameHoweverManyEnvironmentsThereAre() throws Exception {
    UUID vault = house.vault("cost/repo");
    Caller reader = house.member("cost-reader", "cost/repo", Role.READ);
    show(reader, "cost/repo");
    wire.forget();
    show(reader, "cost/repo");
    int three = wire.statements().size();
    house.execute(
        """
        insert into environments (vault_id, name, type, display_order)
        select '%s', 'e' || n, 'standard', n from generate_series(10, 49) n
        """
            .formatted(vault));
    wire.forget();

    EffectivePermissions shown = show(reader, "cost/repo");

    assertThat(shown.environments()).hasSize(43);
    // Who, vault, environments and rules; and the role, which the forge is asked for.
    assertThat(wire.statements()).hasSize(2).hasSize(three);
  }

  @Test
  void aStrangerLearnsNotWhetherThereIsAVault() throws Exception {
    house.vault("hidden/repo");
    Caller stranger = house.member("hidden-stranger", "else/where", Role.ADMIN);

    for (String name : List.of("hidden/repo", "hidden/none")) {
      assertThat(house.refusal(SecretsRoom.SHOW_EFFECTIVE, new ShowEffective(stranger, name)))
          .isEqualTo(Problem.of(Kind.NOT_FOUND, "Vault not found"));
    }
  }

  @Test
  void defaultsAreForGoodCredentialsOnly() throws Exception {
    Caller gone =
        new Caller(
            new Principal.Session(UUID.randomUUID(), UUID.randomUUID()), SecretsHouse.client("x"));

    assertThat(
            house
                .refusal(SecretsRoom.SHOW_PERMISSION_DEFAULTS, new ShowPermissionDefaults(gone))
                .kind())
        .isEqualTo(Kind.UNAUTHORIZED);
    assertThat(
            house.ask(
                SecretsRoom.SHOW_PERMISSION_DEFAULTS, new ShowPermissionDefaults(house.owner)))
        .isEqualTo(PermissionMatrix.defaults());
  }

  private static EffectivePermissions show(Caller caller, String repository) throws Exception {
    return house.ask(SecretsRoom.SHOW_EFFECTIVE, new ShowEffective(caller, repository));
  }
}
