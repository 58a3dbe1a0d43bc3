package sh.keyway.secrets.permission;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sh.keyway.contracts.Caller;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.ProblemException;
import sh.keyway.contracts.Role;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.secrets.SecretsHouse;

/** Which rule decides, enforced on pushes and pulls (http-vaults §2.2 and §2.3). */
class RulesTest {
  private static final String REPO = "rules/repo";

  private static SecretsHouse house;
  private static UUID vault;
  private static Caller writer;
  private static Caller reader;

  @BeforeAll
  static void open() throws Exception {
    house = SecretsHouse.open();
    vault = house.vault(REPO);
    for (String environment : new String[] {"development", "staging", "production"}) {
      house.push(house.owner, REPO, environment, Map.of("A", "1"));
    }
    writer = house.member("writer", REPO, Role.WRITE);
    reader = house.member("reader", REPO, Role.READ);
  }

  @AfterAll
  static void close() throws Exception {
    house.close();
  }

  @BeforeEach
  void noRules() throws Exception {
    house.execute("delete from permission_overrides", "delete from permission_minimums");
    changed();
  }

  @Test
  void theRulesOfOneEnvironmentAreFoundByAnIndex() throws Exception {
    try (Connection connection = house.database.connectAsOwner();
        Statement statement = connection.createStatement()) {
      statement.execute("set enable_seqscan = off");
      StringBuilder plan = new StringBuilder();
      try (ResultSet lines =
          statement.executeQuery(
              "explain select %s from users u cross join vaults v where v.id = '%s' and u.id = '%s'"
                  .formatted(Rules.columns("'staging'"), vault, UUID.randomUUID()))) {
        while (lines.next()) {
          plan.append(lines.getString(1)).append('\n');
        }
      }
      assertThat(plan.toString())
          .contains("permission_overrides_environment")
          .contains("environment = ANY");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "READ,     development, r-",
    "READ,     staging,     r-",
    "READ,     production,  --",
    "TRIAGE,   staging,     r-",
    "TRIAGE,   production,  --",
    "WRITE,    development, rw",
    "WRITE,    production,  r-",
    "MAINTAIN, staging,     rw",
    "MAINTAIN, production,  r-",
    "ADMIN,    development, rw",
    "ADMIN,    production,  rw"
  })
  void withoutRulesTheMatrixDecides(Role role, String environment, String expected)
      throws Exception {
    Caller caller = house.member("matrix-" + role.wire() + "-" + environment, REPO, role);

    assertThat(may(caller, environment)).isEqualTo(expected);
  }

  @Test
  void theFirstThatFitsDecidesAndNothingIsMerged() throws Exception {
    assertThat(may(writer, "staging")).isEqualTo("rw");

    least("staging", "write", "admin");
    assertThat(may(writer, "staging")).as("a minimum beats the matrix").isEqualTo("r-");

    forRole("write", "*", "-w");
    assertThat(may(writer, "staging")).as("the role everywhere beats minimums").isEqualTo("-w");

    forRole("write", "staging", "r-");
    assertThat(may(writer, "staging")).as("this environment beats all").isEqualTo("r-");

    forUser("writer", "*", "--");
    assertThat(may(writer, "staging")).as("the user beats the role").isEqualTo("--");

    forUser("writer", "staging", "rw");
    assertThat(may(writer, "staging")).as("the user here beats the user anywhere").isEqualTo("rw");
  }

  @Test
  void writingDoesNotImplyReading() throws Exception {
    forUser("reader", "production", "-w");

    assertThat(may(reader, "production")).isEqualTo("-w");
  }

  @Test
  void anOverrideCanLockOutAnAdministrator() throws Exception {
    Caller admin = house.member("admin", REPO, Role.ADMIN);
    forRole("admin", "production", "--");

    assertThat(may(admin, "production")).isEqualTo("--");
    assertThat(may(admin, "staging")).isEqualTo("rw");
  }

  @Test
  void aRoleMeansThatRoleAndNotAHigherOne() throws Exception {
    forRole("read", "production", "rw");

    assertThat(may(reader, "production")).isEqualTo("rw");
    assertThat(may(writer, "production")).isEqualTo("r-");
  }

  @Test
  void eachMinimumDecidesItsOwnHalf() throws Exception {
    least("development", "read", "write");

    assertThat(may(reader, "development")).isEqualTo("--");
    assertThat(may(writer, "development")).isEqualTo("rw");
    least("development", "write", "read");
    assertThat(may(reader, "development")).as("writes, does not read").isEqualTo("-w");
  }

  @Test
  void rulesOfAnotherVaultMeanNothingHere() throws Exception {
    UUID other = house.vault("rules/other");
    house.execute(
        "insert into permission_overrides (vault_id, environment, target_role, can_read, can_write)"
            + " values ('%s', '*', 'read', true, true)".formatted(other));

    assertThat(may(reader, "production")).isEqualTo("--");
  }

  /** What a pull and a push say. */
  private static String may(Caller caller, String environment) throws Exception {
    return (allowed(caller, environment, false) ? "r" : "-")
        + (allowed(caller, environment, true) ? "w" : "-");
  }

  private static boolean allowed(Caller caller, String environment, boolean write)
      throws Exception {
    try {
      if (write) {
        house.push(caller, REPO, environment, Map.of("A", UUID.randomUUID().toString()));
      } else {
        house.ask(SecretsRoom.PULL, SecretsHouse.pulling(caller, REPO, environment));
      }
      return true;
    } catch (ProblemException e) {
      assertThat(e.problem().kind()).isEqualTo(Kind.FORBIDDEN);
      return false;
    }
  }

  private static void forUser(String name, String environment, String bits) throws Exception {
    override(
        "(select id from users where username = '%s'), null".formatted(name), environment, bits);
  }

  private static void forRole(String role, String environment, String bits) throws Exception {
    override("null, '%s'".formatted(role), environment, bits);
  }

  private static void override(String target, String environment, String bits) throws Exception {
    house.execute(
        """
        insert into permission_overrides
          (vault_id, environment, target_user_id, target_role, can_read, can_write)
        values ('%s', '%s', %s, %s, %s)
        """
            .formatted(vault, environment, target, bits.charAt(0) == 'r', bits.charAt(1) == 'w'));
    changed();
  }

  private static void least(String environment, String permission, String role) throws Exception {
    house.execute(
        """
        insert into permission_minimums (vault_id, environment, permission, minimum_role)
        values ('%s', '%s', '%s', '%s')
        """
            .formatted(vault, environment, permission, role));
    changed();
  }

  /** What every change of a rule does. */
  private static void changed() throws Exception {
    house.execute("update environments set policy_revision = policy_revision + 1");
  }
}
