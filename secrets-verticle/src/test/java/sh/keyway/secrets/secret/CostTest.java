package sh.keyway.secrets.secret;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.keyway.contracts.Caller;
import sh.keyway.contracts.Role;
import sh.keyway.contracts.Scope;
import sh.keyway.contracts.secrets.GetVault;
import sh.keyway.contracts.secrets.ListVaults;
import sh.keyway.contracts.secrets.Pulled;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.contracts.secrets.ViewSecret;
import sh.keyway.secrets.BusTap;
import sh.keyway.secrets.SecretsHouse;
import sh.keyway.secrets.WireTap;
import sh.keyway.testkit.TestDatabase;
import sh.keyway.testkit.TestPostgres;

/**
 * What operations cost, counted on the wire to PostgreSQL and on the bus. Left out is one thing
 * only: every five seconds the counted uses of API keys are written in one statement, however many
 * requests there were.
 */
class CostTest {
  private static TestDatabase database;
  private static WireTap wire;
  private static SecretsHouse house;
  private static BusTap bus;

  @BeforeAll
  static void open() throws Exception {
    database = TestPostgres.freshMigratedDatabase();
    wire = new WireTap(database.application().port());
    house = SecretsHouse.open(database, SecretsHouse.roomy(database, wire.port()));
    bus = new BusTap(house.vertx);
  }

  @AfterAll
  static void close() throws Exception {
    house.close();
    wire.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 50, 500})
  void aWarmPullIsOneSelectOneInsertOneMessageOneDecryption(int secrets) throws Exception {
    String repository = "cost/pull-" + secrets;
    house.vault(repository);
    house.push(house.owner, repository, "production", SecretsHouse.secrets(secrets));
    house.pull(house.owner, repository, "production");
    forget();

    Pulled pulled = house.pull(house.owner, repository, "production");

    assertThat(pulled.count()).isEqualTo(secrets);
    assertThat(bus.messages()).isEqualTo(Map.of("secrets.pull", 1, "crypto.open", 1));
    assertThat(wire.statements()).hasSize(2);
    assertThat(wire.statements().getFirst()).startsWith("select e.head, r.");
    assertThat(wire.statements().getLast()).startsWith("insert into activities");
  }

  @Test
  void aMembersWarmPullCostsTheSame() throws Exception {
    house.vault("cost/member");
    Caller session = house.member("cheap", "cost/member", Role.WRITE);
    Caller member = house.caller(house.mint(session, Scope.READ_SECRETS).token());
    house.push(house.owner, "cost/member", "production", SecretsHouse.secrets(3));
    for (Caller caller : List.of(member, session)) {
      house.pull(caller, "cost/member", "production");
      forget();

      house.pull(caller, "cost/member", "production");

      assertThat(bus.messages()).isEqualTo(Map.of("secrets.pull", 1, "crypto.open", 1));
      assertThat(wire.statements()).hasSize(2);
    }
  }

  @Test
  void pullsAtOnceShareInserts() throws Exception {
    house.vault("cost/share");
    house.push(house.owner, "cost/share", "production", SecretsHouse.secrets(50));
    house.pull(house.owner, "cost/share", "production");
    forget();
    int pulls = 200;

    List<Future<Pulled>> all = new ArrayList<>();
    // The audit holds still until every pull is there, so that it does not depend on who is faster.
    try (Connection other = house.database.connectAsOwner();
        Statement lock = other.createStatement()) {
      other.setAutoCommit(false);
      lock.execute("lock table activities in exclusive mode");
      for (int i = 0; i < pulls; i++) {
        all.add(
            house.rooms.call(
                SecretsRoom.PULL, SecretsHouse.pulling(house.owner, "cost/share", "production")));
      }
      bus.awaitCount("crypto.open", pulls);
      other.commit();
    }
    SecretsHouse.await(Future.all(all));

    assertThat(bus.messages()).isEqualTo(Map.of("secrets.pull", pulls, "crypto.open", pulls));
    assertThat(wire.count("select e.head, r.")).isEqualTo(pulls);
    assertThat(wire.count("insert into activities")).isBetween(1L, pulls / 10L);
    assertThat(wire.statements()).hasSize((int) (pulls + wire.count("insert into activities")));
    assertThat(
            house.rows(
                "select count(*) from activities where metadata->>'repoFullName' = 'cost/share' and"
                    + " action = 'secrets_pulled'"))
        .containsExactly("" + (pulls + 1));
  }

  @Test
  void aPushCostsTheSameHoweverManySecretsItHas() throws Exception {
    house.vault("cost/push");
    house.push(house.owner, "cost/push", "staging", SecretsHouse.secrets(1));

    List<String> fifty = pushed("staging", 50);
    List<String> fiveHundred = pushed("production", 500);
    List<String> fewer = pushed("production", 20);

    assertThat(fiveHundred).isEqualTo(fifty);
    assertThat(fewer).isEqualTo(fifty);
    // Who may, the head, begin, head, revision, secrets, vault, audit, commit.
    assertThat(fifty).hasSize(9);
    assertThat(fifty.subList(2, 9)).startsWith("BEGIN").endsWith("COMMIT");
  }

  @Test
  void aPushThatChangesNothingOpensNoTransaction() throws Exception {
    house.vault("cost/same");
    house.push(house.owner, "cost/same", "staging", SecretsHouse.secrets(20));

    assertThat(pushed("cost/same", "staging", 20, Map.of("secrets.push", 1, "crypto.open", 1)))
        .hasSize(3)
        .allMatch(text -> text.startsWith("select") || text.startsWith("insert into activities"));
  }

  private static List<String> pushed(String environment, int secrets) throws Exception {
    boolean first = "production".equals(environment) && secrets == 500;
    return pushed(
        "cost/push",
        environment,
        secrets,
        first
            ? Map.of("secrets.push", 1, "crypto.seal", 1)
            : Map.of("secrets.push", 1, "crypto.seal", 1, "crypto.open", 1));
  }

  private static List<String> pushed(
      String repository, String environment, int secrets, Map<String, Integer> messages)
      throws Exception {
    forget();
    house.push(house.owner, repository, environment, SecretsHouse.secrets(secrets));
    assertThat(bus.messages()).isEqualTo(messages);
    return wire.statements();
  }

  @Test
  void aListCostsTheSameHoweverManyVaultsItHas() throws Exception {
    Caller lister = house.member("lister", "many/vault-0", Role.ADMIN);
    List<Integer> costs = new ArrayList<>();
    int vaults = 0;
    for (int wanted : new int[] {1, 30}) {
      for (; vaults < wanted; vaults++) {
        house.member("helper-" + vaults, "many/vault-" + vaults, Role.READ);
        house.ask(
            SecretsRoom.SET_ROLE,
            new sh.keyway.contracts.secrets.SetRole(
                house.owner, "lister", "many/vault-" + vaults, Role.ADMIN));
        house.ask(
            SecretsRoom.CREATE_VAULT,
            new sh.keyway.contracts.secrets.CreateVault(lister, "many/vault-" + vaults));
      }
      forget();
      var page = house.ask(SecretsRoom.LIST_VAULTS, new ListVaults(lister, 100, 0));
      assertThat(page.vaults()).hasSize(wanted).allMatch(v -> v.permission() == Role.ADMIN);
      costs.add(wire.statements().size());
    }

    assertThat(costs).containsExactly(3, 3);
    assertThat(bus.messages()).isEqualTo(Map.of("secrets.list-vaults", 1));
  }

  @Test
  void viewingOneOfManyCostsWhatAPullCosts() throws Exception {
    house.vault("cost/view");
    house.push(house.owner, "cost/view", "production", SecretsHouse.secrets(500));
    house.pull(house.owner, "cost/view", "production");
    forget();

    house.ask(SecretsRoom.VIEW, new ViewSecret(house.owner, "cost/view", "production", "KEY_0001"));

    assertThat(bus.messages()).isEqualTo(Map.of("secrets.view", 1, "crypto.open", 1));
    assertThat(wire.statements()).hasSize(2);
  }

  @Test
  void oneVaultReadsNoCiphertext() throws Exception {
    house.vault("cost/get");
    house.push(house.owner, "cost/get", "production", SecretsHouse.secrets(500));
    forget();

    var vault = house.ask(SecretsRoom.GET_VAULT, new GetVault(house.owner, "cost/get"));

    assertThat(vault.secretCount()).isEqualTo(500);
    assertThat(bus.messages()).isEqualTo(Map.of("secrets.get-vault", 1));
    assertThat(wire.statements()).hasSize(2).noneMatch(text -> text.contains("sealed"));
  }

  private static void forget() {
    wire.forget();
    bus.forget();
  }
}
