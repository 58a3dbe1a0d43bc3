package sh.keyway.secrets.forge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sh.keyway.contracts.Role;
import sh.keyway.contracts.connect.RepositoryFacts;
import sh.keyway.secrets.SecretsHouse;
import sh.keyway.secrets.database.Database;
import sh.keyway.secrets.forge.RoleSql.Where;

/** Which of GitHub's words are written down, and which come too late. */
class RoleStoreTest {
  private static final long REPOSITORY = 7_000_001;

  private static SecretsHouse house;
  private static Database database;
  private static RoleStore store;
  private static UUID user;

  private UUID vault;

  @BeforeAll
  static void open() throws Exception {
    house = SecretsHouse.open();
    database =
        new Database(
            house.vertx, SecretsHouse.roomy(house.database, house.database.application().port()));
    store = new RoleStore(database);
    user =
        UUID.fromString(
            house
                .rows(
                    "insert into users (forge, forge_user_id, username) values ('github', 5, 'ann')"
                        + " returning id")
                .getFirst());
  }

  @AfterAll
  static void close() throws Exception {
    house.close();
  }

  @BeforeEach
  void makeVault() throws Exception {
    house.execute("delete from vaults");
    vault = house.vault("acme/api");
    house.execute(
        "update vaults set forge = 'github', forge_repo_id = %d, forge_owner_id = 3"
            .formatted(REPOSITORY));
  }

  @Test
  void aNameLearntBeforeARevocationIsNotWrittenAfterIt() throws Exception {
    RoleRow before = row();
    SecretsHouse.await(database.transaction(tx -> RoleSql.doubt(tx, Where.repository(REPOSITORY))));

    heal(before, "evil/api", 666);
    assertThat(vaultRow()).containsExactly("acme/api 3");

    heal(row(), "beta/api", 4);
    assertThat(vaultRow()).containsExactly("beta/api 4");
  }

  @Test
  void decisionsMadeUnderTheFormerOwnerDie() throws Exception {
    List<String> before = policies();

    heal(row(), "beta/api", 4);

    assertThat(policies()).doesNotContainAnyElementsOf(before);
  }

  @Test
  void aNameThatIsAnotherVaultsStaysThereAndChangesNothing() throws Exception {
    house.vault("beta/api");
    List<String> before = policies();

    heal(row(), "BETA/api", 4);

    assertThat(vaultRow()).containsExactly("acme/api 3");
    assertThat(policies()).isEqualTo(before);
  }

  @Test
  void aRowFromAClockThatWasWrongDoesNotKeepOutWhatIsAskedForLater() throws Exception {
    Instant now = Instant.now();
    assertThat(put(Role.WRITE, now.plusSeconds(3_600))).isTrue();

    assertThat(put(null, now)).isTrue();
    assertThat(put(Role.WRITE, now.minusSeconds(30)))
        .as("clocks of two nodes may differ a little")
        .isFalse();

    assertThat(house.rows("select role from repository_roles")).containsExactly("null");
  }

  private static boolean put(@org.jspecify.annotations.Nullable Role role, Instant asked)
      throws Exception {
    return SecretsHouse.await(store.put(user, row().vault(), role, asked));
  }

  private static RoleRow row() throws Exception {
    return SecretsHouse.await(store.findByRepository(REPOSITORY)).orElseThrow();
  }

  private static void heal(RoleRow known, String name, long owner) throws Exception {
    SecretsHouse.await(
        store.heal(known, new RepositoryFacts(REPOSITORY, name, true, owner, "x", true)));
  }

  private static List<String> vaultRow() throws Exception {
    return house.rows(
        "select repo_full_name, forge_owner_id from vaults where forge_repo_id = " + REPOSITORY);
  }

  private List<String> policies() throws Exception {
    return house.rows(
        "select name, policy_revision from environments where vault_id = '%s' order by 1"
            .formatted(vault));
  }
}
