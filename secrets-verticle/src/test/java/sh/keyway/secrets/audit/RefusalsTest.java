package sh.keyway.secrets.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sh.keyway.contracts.Caller;
import sh.keyway.contracts.Principal;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.Role;
import sh.keyway.contracts.Scope;
import sh.keyway.contracts.bus.Operation;
import sh.keyway.contracts.secrets.AddUser;
import sh.keyway.contracts.secrets.CreateApiKey;
import sh.keyway.contracts.secrets.CreateVault;
import sh.keyway.contracts.secrets.DeleteVault;
import sh.keyway.contracts.secrets.ListApiKeys;
import sh.keyway.contracts.secrets.ListRoles;
import sh.keyway.contracts.secrets.ListUsers;
import sh.keyway.contracts.secrets.Push;
import sh.keyway.contracts.secrets.RecordRefusal;
import sh.keyway.contracts.secrets.RemoveUser;
import sh.keyway.contracts.secrets.RevokeApiKey;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.contracts.secrets.SetRole;
import sh.keyway.contracts.secrets.ViewSecret;
import sh.keyway.secrets.SecretsHouse;

/** Whoever is known and is refused something is in the audit, with what was tried. */
class RefusalsTest {
  private static final String REPO = "\"repoFullName\": \"walls/repo\"";
  private static SecretsHouse house;
  private static Caller stranger;
  private static UUID othersKey;

  @BeforeAll
  static void open() throws Exception {
    house = SecretsHouse.open();
    house.vault("walls/repo");
    house.push(house.owner, "walls/repo", "development", Map.of("A", "1"));
    stranger = house.member("stranger", "walls/elsewhere", Role.ADMIN);
    othersKey = house.mint(house.owner, Scope.READ_SECRETS).key().id();
  }

  @AfterAll
  static void close() throws Exception {
    house.close();
  }

  @Test
  void whatTheGatewayRefusedByItself() throws Exception {
    house.ask(
        SecretsRoom.RECORD_REFUSAL,
        new RecordRefusal(stranger, "GET /v1/secrets/pull", "API key missing required scope(s)"));

    assertThat(
            house.rows(
                "select refused, metadata->>'request', metadata->>'detail' from activities where"
                    + " action = 'access_refused'"))
        .containsExactly("t GET /v1/secrets/pull API key missing required scope(s)");
  }

  @Test
  void anAttackerFillsTheAuditWithNoCredentialThatIsOver() throws Exception {
    Caller ended =
        new Caller(
            new Principal.Session(UUID.randomUUID(), UUID.randomUUID()), SecretsHouse.client("x"));
    var key = house.mint(house.owner, Scope.WRITE_SECRETS);
    Caller revoked = house.caller(key.token());
    house.ask(SecretsRoom.REVOKE_API_KEY, new RevokeApiKey(house.owner, key.key().id()));

    for (Caller nobody : List.of(ended, revoked)) {
      assertThat(
              house
                  .refusal(SecretsRoom.RECORD_REFUSAL, new RecordRefusal(nobody, "GET /dead", "no"))
                  .kind())
          .isEqualTo(Kind.UNAUTHORIZED);
    }

    assertThat(house.rows("select from activities where metadata->>'request' = 'GET /dead'"))
        .isEmpty();
  }

  @Test
  void secrets() throws Exception {
    refused(SecretsRoom.PULL, SecretsHouse.pulling(stranger, "walls/repo", "development"))
        .as("secrets_pulled", REPO, "\"environment\": \"development\"");
    refused(SecretsRoom.PUSH, new Push(stranger, "walls/repo", "staging", Map.of("A", "2"), false))
        .as("secrets_pushed", REPO, "\"environment\": \"staging\"");
    refused(SecretsRoom.VIEW, new ViewSecret(stranger, "walls/repo", "development", "A"))
        .as("secret_value_accessed", REPO);
  }

  @Test
  void vaults() throws Exception {
    refused(SecretsRoom.CREATE_VAULT, new CreateVault(stranger, "walls/new"))
        .as("vault_created", "\"repoFullName\": \"walls/new\"");
    refused(SecretsRoom.DELETE_VAULT, new DeleteVault(stranger, "walls/repo"))
        .as("vault_deleted", REPO);
    assertThat(house.text(house.owner, "walls/repo", "development")).isEqualTo("A=1");
  }

  @Test
  void apiKeys() throws Exception {
    refused(SecretsRoom.CREATE_API_KEY, minting(stranger, null, Scope.ADMIN_SERVER))
        .as("api_key_created", "\"scopes\": \"admin:server\"");
    refused(SecretsRoom.CREATE_API_KEY, minting(stranger, "owner", Scope.READ_SECRETS))
        .as("api_key_created", "\"username\": \"owner\"");
    refused(SecretsRoom.LIST_API_KEYS, new ListApiKeys(stranger, "owner"))
        .as("users_viewed", "\"what\": \"api keys\"", "\"username\": \"owner\"");
    assertThat(
            refused(SecretsRoom.REVOKE_API_KEY, new RevokeApiKey(stranger, othersKey))
                .as("api_key_revoked", "\"apiKeyId\": \"" + othersKey + "\""))
        .isEqualTo(Kind.NOT_FOUND);
  }

  @Test
  void administration() throws Exception {
    refused(SecretsRoom.ADD_USER, new AddUser(stranger, "friend", null))
        .as("user_created", "\"username\": \"friend\"");
    refused(SecretsRoom.REMOVE_USER, new RemoveUser(stranger, "owner"))
        .as("user_removed", "\"username\": \"owner\"");
    refused(SecretsRoom.SET_ROLE, new SetRole(stranger, "stranger", "walls/repo", Role.ADMIN))
        .as("permission_changed", REPO, "\"role\": \"admin\"");
    refused(SecretsRoom.LIST_USERS, new ListUsers(stranger, 10, 0))
        .as("users_viewed", "\"what\": \"users\"");
    refused(SecretsRoom.LIST_ROLES, new ListRoles(stranger, "owner"))
        .as("users_viewed", "\"what\": \"roles\"", "\"username\": \"owner\"");
  }

  @Test
  void theOperatorIsRefusedSecretsAndThatIsRecordedToo() throws Exception {
    Caller operator = new Caller(new Principal.Operator(), SecretsHouse.client("op"));

    assertThat(
            refused(SecretsRoom.PULL, SecretsHouse.pulling(operator, "walls/repo", "development"))
                .as("secrets_pulled", REPO))
        .isEqualTo(Kind.FORBIDDEN);
    refused(SecretsRoom.DELETE_VAULT, new DeleteVault(operator, "walls/repo"))
        .as("vault_deleted", REPO);
  }

  /** What was answered, and the newest row of the audit then. */
  private record Refused(Kind kind, String row) {
    Kind as(String action, String... metadata) {
      assertThat(kind).isIn(Kind.FORBIDDEN, Kind.NOT_FOUND);
      assertThat(row).startsWith("t " + action + " ").contains(List.of(metadata));
      return kind;
    }
  }

  private static <Q extends Record, A extends Record> Refused refused(
      Operation<Q, A> operation, Q request) throws Exception {
    String count = "select count(*) from activities";
    int before = Integer.parseInt(house.rows(count).getFirst());
    Kind kind = house.refusal(operation, request).kind();
    assertThat(house.rows(count)).as("one row more").containsExactly("" + (before + 1));
    return new Refused(
        kind,
        house
            .rows(
                "select refused, action, user_id, metadata from activities order by created_at"
                    + " desc limit 1")
            .getFirst());
  }

  private static CreateApiKey minting(Caller caller, @Nullable String username, Scope scope) {
    return new CreateApiKey(caller, username, "tried", "live", Set.of(scope), null, List.of());
  }
}
