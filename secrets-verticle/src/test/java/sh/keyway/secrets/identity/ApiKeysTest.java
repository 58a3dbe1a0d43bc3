package sh.keyway.secrets.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.ArrayList;
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
import sh.keyway.contracts.secrets.AddUser;
import sh.keyway.contracts.secrets.ApiKeyView;
import sh.keyway.contracts.secrets.CreateApiKey;
import sh.keyway.contracts.secrets.CreatedApiKey;
import sh.keyway.contracts.secrets.GetApiKey;
import sh.keyway.contracts.secrets.ListApiKeys;
import sh.keyway.contracts.secrets.ListUsers;
import sh.keyway.contracts.secrets.RemoveUser;
import sh.keyway.contracts.secrets.RevokeApiKey;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.contracts.secrets.WhoAmI;
import sh.keyway.secrets.SecretsHouse;

class ApiKeysTest {
  private static final Caller OPERATOR =
      new Caller(new Principal.Operator(), SecretsHouse.client("operator"));

  private static SecretsHouse house;

  @BeforeAll
  static void open() throws Exception {
    house = SecretsHouse.open();
    house.vault("keys/repo");
    house.push(house.owner, "keys/repo", "development", Map.of("A", "1"));
  }

  @AfterAll
  static void close() throws Exception {
    house.close();
  }

  @Test
  void aKeyIsShownOnceAndStoredAsItsHash() throws Exception {
    CreatedApiKey created = house.mint(house.owner, Scope.READ_SECRETS, Scope.WRITE_SECRETS);

    assertThat(created.token()).matches("kw_live_[0-9A-Za-z]{40}");
    assertThat(created.key().prefix()).isEqualTo(created.token().substring(0, 16));
    assertThat(created.key().scopes()).containsExactly("read:secrets", "write:secrets");
    assertThat(
            house.rows(
                "select encode(key_hash, 'hex') = encode(sha256('%s'::bytea), 'hex') from api_keys where id = '%s'"
                    .formatted(created.token(), created.key().id())))
        .containsExactly("t");
    assertThat(
            house.rows("select * from activities").toString()
                + house.rows("select * from api_keys"))
        .doesNotContain(created.token());
    assertThat(house.pull(house.caller(created.token()), "keys/repo", "development").count())
        .isEqualTo(1);
  }

  @Test
  void aKeyMintsNoMoreThanItHas() throws Exception {
    Caller limited =
        house.caller(house.mint(house.owner, Scope.READ_SECRETS, Scope.ADMIN_API_KEYS).token());

    assertThat(house.mint(limited, Scope.READ_SECRETS).key().scopes())
        .containsExactly("read:secrets");
    for (Scope more : List.of(Scope.WRITE_SECRETS, Scope.DELETE_SECRETS, Scope.ADMIN_SERVER)) {
      assertThat(mintRefusal(limited, null, Scope.READ_SECRETS, more)).isEqualTo(Kind.FORBIDDEN);
    }
  }

  @Test
  void onlyTheOwnersKeysMayAdministerTheServer() throws Exception {
    Caller member = house.member("member", "keys/repo", Role.ADMIN);
    Caller ownersSession =
        new Caller(
            house.session(((Principal.ApiKey) house.owner.principal()).userId()),
            SecretsHouse.client("browser"));

    assertThat(mintRefusal(house.owner, "member", Scope.ADMIN_SERVER)).isEqualTo(Kind.FORBIDDEN);
    assertThat(mintRefusal(OPERATOR, "member", Scope.ADMIN_SERVER)).isEqualTo(Kind.FORBIDDEN);
    assertThat(mintRefusal(member, null, Scope.ADMIN_SERVER)).isEqualTo(Kind.FORBIDDEN);
    // A session has no administrator's rights, so it mints none, whoever's it is.
    assertThat(mintRefusal(ownersSession, null, Scope.ADMIN_SERVER)).isEqualTo(Kind.FORBIDDEN);
    assertThat(house.mint(house.owner, Scope.ADMIN_SERVER).key().scopes())
        .containsExactly("admin:server");
    assertThat(
            house
                .ask(SecretsRoom.CREATE_API_KEY, minting(OPERATOR, "owner", Scope.ADMIN_SERVER))
                .key()
                .scopes())
        .containsExactly("admin:server");
  }

  @Test
  void someoneElsesKeyDoesNotExist() throws Exception {
    Caller one = house.member("one", "keys/repo", Role.READ);
    Caller other = house.member("other", "keys/repo", Role.READ);
    UUID key = house.mint(one, Scope.READ_SECRETS).key().id();

    for (UUID id : List.of(key, UUID.randomUUID())) {
      assertThat(house.refusal(SecretsRoom.GET_API_KEY, new GetApiKey(other, id)).kind())
          .isEqualTo(Kind.NOT_FOUND);
      assertThat(house.refusal(SecretsRoom.REVOKE_API_KEY, new RevokeApiKey(other, id)).kind())
          .isEqualTo(Kind.NOT_FOUND);
    }
    assertThat(house.ask(SecretsRoom.LIST_API_KEYS, new ListApiKeys(other, null)).keys()).isEmpty();
    assertThat(house.ask(SecretsRoom.GET_API_KEY, new GetApiKey(one, key)).revokedAt()).isNull();
  }

  @Test
  void aRevokedKeyStaysInTheListAndIsNotRevokedTwice() throws Exception {
    Caller member = house.member("twice", "keys/repo", Role.READ);
    UUID first = house.mint(member, Scope.READ_SECRETS).key().id();
    UUID second = house.mint(member, Scope.READ_SECRETS).key().id();

    house.ask(SecretsRoom.REVOKE_API_KEY, new RevokeApiKey(member, first));

    assertThat(house.refusal(SecretsRoom.REVOKE_API_KEY, new RevokeApiKey(member, first)).kind())
        .isEqualTo(Kind.BAD_REQUEST);
    List<ApiKeyView> keys =
        house.ask(SecretsRoom.LIST_API_KEYS, new ListApiKeys(member, null)).keys();
    assertThat(keys).extracting(ApiKeyView::id).containsExactly(second, first);
    assertThat(keys.getLast().revokedReason()).isEqualTo("manual");
    assertThat(
            house.rows(
                "select count(*) from activities where not refused and action = 'api_key_revoked'"
                    + " and metadata->>'apiKeyId' = '%s'".formatted(first)))
        .containsExactly("1");
  }

  @Test
  void anAdministratorRevokesAnyonesKey() throws Exception {
    Caller member = house.member("stolen", "keys/repo", Role.READ);
    UUID key = house.mint(member, Scope.READ_SECRETS).key().id();

    house.ask(SecretsRoom.REVOKE_API_KEY, new RevokeApiKey(OPERATOR, key));

    assertThat(house.ask(SecretsRoom.GET_API_KEY, new GetApiKey(member, key)).revokedAt())
        .isNotNull();
  }

  @Test
  void aThousandKeysAreEnoughHoweverManyAskAtOnce() throws Exception {
    Caller collector = house.member("collector", "keys/repo", Role.READ);
    house.execute(
        "insert into api_keys (user_id, name, key_prefix, key_hash, environment, scopes) select"
            + " u.id, 'many', 'kw_live_many', sha256(convert_to('many' || n, 'UTF8')), 'live',"
            + " '{}' from users u, generate_series(1, 998) n where u.username = 'collector'");

    List<Future<CreatedApiKey>> mints = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      mints.add(
          house.rooms.call(
              SecretsRoom.CREATE_API_KEY, minting(collector, null, Scope.READ_SECRETS)));
    }
    SecretsHouse.await(Future.join(mints).otherwiseEmpty());

    assertThat(mints.stream().filter(Future::succeeded)).hasSize(2);
    assertThat(mintRefusal(collector, null, Scope.READ_SECRETS)).isEqualTo(Kind.CONFLICT);
    assertThat(house.ask(SecretsRoom.LIST_API_KEYS, new ListApiKeys(collector, null)).keys())
        .hasSize(1_000);
  }

  @Test
  void theOperatorAdministersButHasNoSecrets() throws Exception {
    house.ask(SecretsRoom.ADD_USER, new AddUser(OPERATOR, "by-operator", null));

    assertThat(house.ask(SecretsRoom.LIST_USERS, new ListUsers(OPERATOR, 100, 0)).users())
        .anyMatch(user -> user.username().equals("by-operator"));
    // Its credential is good, so it is never told otherwise (architecture rule 9).
    assertThat(
            house
                .refusal(
                    SecretsRoom.PULL, SecretsHouse.pulling(OPERATOR, "keys/repo", "development"))
                .kind())
        .isEqualTo(Kind.FORBIDDEN);
    assertThat(house.refusal(SecretsRoom.WHO_AM_I, new WhoAmI(OPERATOR)).kind())
        .isEqualTo(Kind.FORBIDDEN);
    assertThat(mintRefusal(OPERATOR, null, Scope.READ_SECRETS)).isEqualTo(Kind.FORBIDDEN);
  }

  @Test
  void aKeyWithoutTheScopeDoesNotAdminister() throws Exception {
    Caller key =
        house.caller(
            house
                .mint(
                    house.owner,
                    Scope.READ_SECRETS,
                    Scope.WRITE_SECRETS,
                    Scope.DELETE_SECRETS,
                    Scope.ADMIN_API_KEYS)
                .token());

    assertThat(house.refusal(SecretsRoom.ADD_USER, new AddUser(key, "x", null)).kind())
        .isEqualTo(Kind.FORBIDDEN);
    assertThat(house.refusal(SecretsRoom.LIST_USERS, new ListUsers(key, 1, 0)).kind())
        .isEqualTo(Kind.FORBIDDEN);
    assertThat(house.refusal(SecretsRoom.REMOVE_USER, new RemoveUser(key, "owner")).kind())
        .isEqualTo(Kind.FORBIDDEN);
  }

  @Test
  void aRevokedKeyDoesNotAdminister() throws Exception {
    CreatedApiKey created = house.mint(house.owner, Scope.ADMIN_SERVER, Scope.READ_SECRETS);
    Caller key = house.caller(created.token());
    house.ask(SecretsRoom.LIST_USERS, new ListUsers(key, 1, 0));

    house.ask(SecretsRoom.REVOKE_API_KEY, new RevokeApiKey(house.owner, created.key().id()));

    assertThat(house.refusal(SecretsRoom.LIST_USERS, new ListUsers(key, 1, 0)).kind())
        .isEqualTo(Kind.UNAUTHORIZED);
    assertThat(mintRefusal(key, null, Scope.READ_SECRETS)).isEqualTo(Kind.UNAUTHORIZED);
    assertThat(mintRefusal(key, "owner", Scope.READ_SECRETS)).isEqualTo(Kind.UNAUTHORIZED);
  }

  @Test
  void theOwnerCannotBeRemovedNorWhoeverOwnsVaults() throws Exception {
    assertThat(house.refusal(SecretsRoom.REMOVE_USER, new RemoveUser(OPERATOR, "owner")).kind())
        .isEqualTo(Kind.CONFLICT);
    Caller admin = house.member("vaulted", "keys/vaulted", Role.ADMIN);
    house.ask(
        SecretsRoom.CREATE_VAULT,
        new sh.keyway.contracts.secrets.CreateVault(admin, "keys/vaulted"));

    assertThat(house.refusal(SecretsRoom.REMOVE_USER, new RemoveUser(OPERATOR, "vaulted")).kind())
        .isEqualTo(Kind.CONFLICT);
    assertThat(house.ask(SecretsRoom.WHO_AM_I, new WhoAmI(admin)).username()).isEqualTo("vaulted");
  }

  private static Kind mintRefusal(Caller caller, @Nullable String username, Scope... scopes)
      throws Exception {
    return house.refusal(SecretsRoom.CREATE_API_KEY, minting(caller, username, scopes)).kind();
  }

  private static CreateApiKey minting(Caller caller, @Nullable String username, Scope... scopes) {
    return new CreateApiKey(caller, username, "key", "live", Set.of(scopes), null, List.of());
  }
}
