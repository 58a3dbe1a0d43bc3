package sh.keyway.secrets.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sh.keyway.contracts.Caller;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.Role;
import sh.keyway.contracts.secrets.Pull;
import sh.keyway.contracts.secrets.Pushed;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.contracts.secrets.SetRole;
import sh.keyway.contracts.secrets.ViewSecret;
import sh.keyway.secrets.SecretsHouse;

class PushAndPullTest {
  private static SecretsHouse house;

  @BeforeAll
  static void open() throws Exception {
    house = SecretsHouse.open();
  }

  @AfterAll
  static void close() throws Exception {
    house.close();
  }

  @Test
  void whatIsPushedIsPulled() throws Exception {
    house.vault("acme/first");

    Pushed pushed =
        house.push(house.owner, "acme/first", "development", Map.of("B", "2", "A", "1"));

    assertThat(pushed).isEqualTo(new Pushed(1, 2, 0, 0, 0));
    assertThat(house.text(house.owner, "acme/first", "development")).isEqualTo("A=1\nB=2");
  }

  @Test
  void aPushReplacesTheWholeEnvironment() throws Exception {
    house.vault("acme/replace");
    house.push(
        house.owner, "acme/replace", "staging", Map.of("KEEP", "1", "CHANGE", "2", "GO", "3"));

    Pushed pushed =
        house.push(
            house.owner, "acme/replace", "staging", Map.of("KEEP", "1", "CHANGE", "x", "NEW", "4"));

    assertThat(pushed).isEqualTo(new Pushed(2, 1, 1, 1, 1));
    assertThat(house.text(house.owner, "acme/replace", "staging"))
        .isEqualTo("CHANGE=x\nKEEP=1\nNEW=4");
  }

  @Test
  void theSamePushAgainMakesNoRevision() throws Exception {
    house.vault("acme/again");
    house.push(house.owner, "acme/again", "development", Map.of("A", "1"));

    Pushed again = house.push(house.owner, "acme/again", "development", Map.of("A", "1"));

    assertThat(again).isEqualTo(new Pushed(1, 0, 0, 0, 1));
    assertThat(
            house.rows(
                "select count(*) from revisions r join environments e on e.id = r.environment_id"
                    + " join vaults v on v.id = e.vault_id where v.repo_full_name = 'acme/again'"))
        .isEqualTo(List.of("1"));
  }

  @Test
  void anEmptyEnvironmentIsNotFound() throws Exception {
    house.vault("acme/empty");

    var problem =
        house.refusal(
            SecretsRoom.PULL, SecretsHouse.pulling(house.owner, "acme/empty", "development"));

    assertThat(problem.kind()).isEqualTo(Kind.NOT_FOUND);
    assertThat(problem.detail()).isEqualTo("No secrets found for environment: development");
  }

  @Test
  void namesAreComparedWithoutCase() throws Exception {
    house.vault("Acme/Case");
    house.push(house.owner, "acme/case", "development", Map.of("A", "1"));

    assertThat(house.text(house.owner, "ACME/CASE", "development")).isEqualTo("A=1");
  }

  @Test
  void aRoleDecidesByTypeOfEnvironment() throws Exception {
    house.vault("acme/roles");
    house.push(house.owner, "acme/roles", "development", Map.of("A", "1"));
    house.push(house.owner, "acme/roles", "production", Map.of("A", "1"));
    Caller reader = house.member("reader", "acme/roles", Role.READ);
    Caller writer = house.member("writer", "acme/roles", Role.WRITE);

    assertThat(house.pull(reader, "acme/roles", "development").count()).isEqualTo(1);
    assertThat(house.pull(writer, "acme/roles", "production").count()).isEqualTo(1);
    assertThat(
            house
                .refusal(SecretsRoom.PULL, SecretsHouse.pulling(reader, "acme/roles", "production"))
                .detail())
        .isEqualTo(
            "Your role (read) does not have permission to read from the \"production\" environment");
    assertThat(
            house
                .refusal(
                    SecretsRoom.PUSH,
                    new sh.keyway.contracts.secrets.Push(
                        writer, "acme/roles", "production", Map.of("A", "2"), false))
                .kind())
        .isEqualTo(Kind.FORBIDDEN);
    assertThat(
            house.rows(
                "select action from activities a join users u on u.id = a.user_id where"
                    + " refused and u.username in ('reader', 'writer') order by a.id"))
        .isEqualTo(List.of("secrets_pulled", "secrets_pushed"));
  }

  @Test
  void aRoleTakenAwayHoldsForTheNextPull() throws Exception {
    house.vault("acme/revoke");
    house.push(house.owner, "acme/revoke", "development", Map.of("A", "1"));
    Caller member = house.member("leaver", "acme/revoke", Role.READ);
    house.pull(member, "acme/revoke", "development");

    house.ask(SecretsRoom.SET_ROLE, new SetRole(house.owner, "leaver", "acme/revoke", null));

    assertThat(
            house
                .refusal(
                    SecretsRoom.PULL, SecretsHouse.pulling(member, "acme/revoke", "development"))
                .kind())
        .isEqualTo(Kind.FORBIDDEN);
  }

  @Test
  void aStrangerSeesNothing() throws Exception {
    house.vault("acme/private");
    Caller stranger = house.member("stranger", "other/repo", Role.ADMIN);

    for (String repository : List.of("acme/private", "acme/nothing-there")) {
      assertThat(
              house
                  .refusal(
                      SecretsRoom.PULL, SecretsHouse.pulling(stranger, repository, "development"))
                  .detail())
          .isEqualTo("You do not have access to this repository");
    }
  }

  @Test
  void anUnknownEnvironmentIsNamedWithThoseThatExist() throws Exception {
    house.vault("acme/typo");

    var problem =
        house.refusal(
            SecretsRoom.PUSH,
            new sh.keyway.contracts.secrets.Push(
                house.owner, "acme/typo", "qa", Map.of("A", "1"), false));

    assertThat(problem.kind()).isEqualTo(Kind.BAD_REQUEST);
    assertThat(problem.detail())
        .startsWith(
            "Environment 'qa' does not exist in this vault. Available environments: development,"
                + " staging, production.");
  }

  @Test
  void theMcpServerNeverEmptiesAnEnvironment() throws Exception {
    house.vault("acme/mcp");
    house.push(house.owner, "acme/mcp", "development", Map.of("A", "1", "B", "2"));
    Caller mcp = new Caller(house.owner.principal(), SecretsHouse.client("keyway-mcp/1.0.0"));

    Pushed pushed = house.push(mcp, "acme/mcp", "development", Map.of("C", "3", "A", "9"));

    assertThat(pushed).isEqualTo(new Pushed(2, 1, 1, 0, 0));
    assertThat(house.text(mcp, "acme/mcp", "development")).isEqualTo("A=9\nB=2\nC=3");
  }

  @Test
  void aSliceIsInKeyOrder() throws Exception {
    house.vault("acme/slice");
    house.push(house.owner, "acme/slice", "development", Map.of("A", "1", "B", "2", "C", "3"));

    var pulled =
        house.ask(
            SecretsRoom.PULL,
            new Pull(house.owner, "acme/slice", "development", Pull.Format.JSON, 1, 1));

    assertThat(SecretsHouse.text(pulled)).isEqualTo("{\"B\":\"2\"}");
  }

  @Test
  void oneSecretIsViewed() throws Exception {
    house.vault("acme/view");
    house.push(house.owner, "acme/view", "development", Map.of("A", "1"));

    assertThat(
            house
                .ask(SecretsRoom.VIEW, new ViewSecret(house.owner, "acme/view", "development", "A"))
                .value())
        .isEqualTo("1");
    assertThat(
            house
                .refusal(
                    SecretsRoom.VIEW,
                    new ViewSecret(house.owner, "acme/view", "development", "NOPE"))
                .detail())
        .isEqualTo("Secret \"NOPE\" not found in environment \"development\"");
  }
}
