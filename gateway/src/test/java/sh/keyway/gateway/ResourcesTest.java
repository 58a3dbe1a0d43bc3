package sh.keyway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.Matcher;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sh.keyway.contracts.Role;
import sh.keyway.contracts.Scope;
import sh.keyway.contracts.secrets.AddUser;
import sh.keyway.contracts.secrets.CreateApiKey;
import sh.keyway.contracts.secrets.CreateVault;
import sh.keyway.contracts.secrets.DeleteVault;
import sh.keyway.contracts.secrets.ListVaults;
import sh.keyway.contracts.secrets.SetRole;
import sh.keyway.gateway.support.House;
import sh.keyway.gateway.support.Reply;
import sh.keyway.gateway.support.Samples;

/** Vaults, API keys, users and roles (http-vaults §4, http-auth §3.13). */
class ResourcesTest {
  private static final String ITEM =
      "\"id\":\"33333333-3333-4333-8333-333333333333\",\"repoOwner\":\"acme\",\"repoName\":\"api\","
          + "\"repoAvatar\":\"https://github.com/acme.png\",\"secretCount\":2,"
          + "\"environments\":[\"development\",\"production\"],\"environmentDetails\":["
          + "{\"name\":\"development\",\"type\":\"development\",\"displayOrder\":0},"
          + "{\"name\":\"production\",\"type\":\"protected\",\"displayOrder\":1}],"
          + "\"permission\":\"admin\",\"isPrivate\":true,\"isReadOnly\":false,"
          + "\"readonlyReason\":null,\"syncs\":[],\"updatedAt\":\"2026-11-23T08:07:42.000Z\"";
  private static final String KEY =
      "\"prefix\":\"kw_live_a1B2c3D4\",\"environment\":\"live\",\"scopes\":[\"read:secrets\"],"
          + "\"expiresAt\":null,\"lastUsedAt\":\"2026-11-23T08:07:42.000Z\",\"usageCount\":3,"
          + "\"createdAt\":\"2026-11-23T08:07:42.000Z\",\"revokedAt\":null,"
          + "\"revokedReason\":null,\"isActive\":true";
  private static House house;

  @BeforeAll
  static void start() {
    house = new House();
  }

  @AfterAll
  static void stop() {
    house.close();
  }

  @BeforeEach
  void forget() {
    house.room().forget();
  }

  @Test
  void aListOfVaultsIsPaged() {
    Reply reply = house.get("/v1/vaults?limit=2&offset=1", "X-Request-Id: r");
    assertThat(reply.body())
        .isEqualTo(
            "{\"data\":[{"
                + ITEM
                + "}],\"meta\":{\"pagination\":{\"total\":3,\"limit\":2,\"offset\":1,"
                + "\"hasMore\":true},\"requestId\":\"r\"}}");
    ListVaults asked = house.room().asked(ListVaults.class).getFirst();
    assertThat(asked.limit()).isEqualTo(2);
    assertThat(asked.offset()).isEqualTo(1);
  }

  @Test
  void pagingHasDefaultsAndAnEnd() {
    Reply usual = house.get("/v1/vaults");
    Reply last = house.get("/v1/vaults?limit=100&offset=2147483647");
    ListVaults asked = house.room().asked(ListVaults.class).getFirst();
    assertThat(asked.limit()).isEqualTo(20);
    assertThat(asked.offset()).isZero();
    assertThat(usual.json().getJsonObject("meta").getJsonObject("pagination").getBoolean("hasMore"))
        .isTrue();
    assertThat(last.json().getJsonObject("meta").getJsonObject("pagination").getBoolean("hasMore"))
        .isFalse();
  }

  @Test
  void oneVaultHasItsFullNameAndBirthday() {
    assertThat(house.get("/v1/vaults/acme/api").data().encode())
        .isEqualTo(
            "{"
                + ITEM
                + ",\"repoFullName\":\"acme/api\",\"createdAt\":\"2026-11-23T08:07:42.000Z\"}");
  }

  @Test
  void aNewVaultIs201() {
    Reply reply = house.post("/v1/vaults", "{\"repoFullName\":\"acme/api\"}");
    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.header("location")).isNull();
    assertThat(reply.data().encode())
        .isEqualTo(
            "{\"vaultId\":\"33333333-3333-4333-8333-333333333333\",\"repoFullName\":\"acme/api\","
                + "\"message\":\"Vault initialized successfully\"}");
    assertThat(house.room().asked(CreateVault.class).getFirst().repoFullName())
        .isEqualTo("acme/api");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"nope\"",
        "\"a/b/c\"",
        "\"/\"",
        "\"a/\"",
        "\"a/b\\n\"",
        "\"a/b\\u0000\"",
        "7",
        "null",
        "[\"a/b\"]",
        "\"é/b\"",
        "\"./..\""
      })
  void aVaultNeedsARepository(String name) {
    Reply reply = house.post("/v1/vaults", "{\"repoFullName\":" + name + "}");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.fields()).containsExactly("repoFullName");
    assertThat(house.room().asked(CreateVault.class)).isEmpty();
  }

  @Test
  void aVaultIsDeletedWith204() {
    Reply reply = house.delete("/v1/vaults/acme/api", "Content-Type: application/json");
    assertThat(reply.status()).isEqualTo(204);
    assertThat(reply.body()).isEmpty();
    assertThat(house.room().asked(DeleteVault.class).getFirst().repoFullName())
        .isEqualTo("acme/api");
  }

  @Test
  void aNewKeyIs200AndShowsItsToken() {
    Reply reply =
        house.post(
            "/v1/api-keys",
            "{\"name\":\"CI\",\"environment\":\"test\",\"scopes\":[\"read:secrets\","
                + "\"read:secrets\",\"admin:server\"],\"expiresInDays\":365,"
                + "\"allowedIps\":[\"10.0.0.0/8\",\"::1\"]}");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.data().encode())
        .isEqualTo(
            "{\"id\":\"11111111-1111-4111-8111-111111111111\",\"name\":\"CI\",\"token\":\""
                + Samples.KEY
                + "\","
                + KEY
                + "}");
    CreateApiKey asked = house.room().asked(CreateApiKey.class).getFirst();
    assertThat(asked.username()).isNull();
    assertThat(asked.environment()).isEqualTo("test");
    assertThat(asked.scopes()).isEqualTo(EnumSet.of(Scope.READ_SECRETS, Scope.ADMIN_SERVER));
    assertThat(asked.expiresInDays()).isEqualTo(365);
    assertThat(asked.allowedIps()).containsExactly("10.0.0.0/8", "::1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "name;\"\"",
        "name;7",
        "name;null",
        "name;\"a\\u0000\"",
        "environment;\"prod\"",
        "environment;null",
        "scopes;[]",
        "scopes;\"read:secrets\"",
        "scopes.0;[7]",
        "scopes.1;[\"read:secrets\",null]",
        "expiresInDays;0",
        "expiresInDays;366",
        "expiresInDays;null",
        "expiresInDays;1.5",
        "expiresInDays;\"7\"",
        "expiresInDays;99999999999",
        "allowedIps;\"10.0.0.1\"",
        "allowedIps.0;[\"10.0.0.300\"]",
        "allowedIps.0;[\"10.0.0.0/33\"]",
        "allowedIps.1;[\"::1\",\"example.org\"]",
        "allowedIps.0;[\"\"]",
        "allowedIps.0;[null]"
      })
  void aKeyThatDoesNotFitIsNamed(String field, String value) {
    JsonObject body =
        new JsonObject()
            .put("name", "CI")
            .put("environment", "live")
            .put("scopes", new JsonArray().add("read:secrets"));
    int dot = field.indexOf('.');
    String member = dot < 0 ? field : field.substring(0, dot);
    body.remove(member);
    String json = body.encode().replaceFirst("[{]", "{\"" + member + "\":" + quoted(value) + ",");
    Reply reply = house.post("/v1/api-keys", json);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.slug()).isEqualTo("validation-error");
    assertThat(reply.fields()).containsExactly(field);
    assertThat(house.room().asked(CreateApiKey.class)).isEmpty();
  }

  private static String quoted(String value) {
    return Matcher.quoteReplacement(value);
  }

  @Test
  void everythingMissingIsNamedAtOnce() {
    assertThat(house.post("/v1/api-keys", "{}").fields())
        .containsExactly("name", "environment", "scopes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"read:everything", "READ:SECRETS", "read:secrets ", "*"})
  void anUnknownScopeIsABadRequestThatListsTheValidOnes(String scope) {
    Reply reply =
        house.post(
            "/v1/api-keys",
            "{\"name\":\"x\",\"environment\":\"live\",\"scopes\":[\"" + scope + "\"]}");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.slug()).isEqualTo("bad-request");
    assertThat(reply.detail())
        .contains("read:secrets, write:secrets, delete:secrets, admin:api-keys");
    assertThat(reply.detail()).doesNotContain(scope.equals("*") ? "*" : "everything");
  }

  @Test
  void keysAreListedAndShown() {
    String start = "{\"id\":\"11111111-1111-4111-8111-111111111111\",\"name\":\"CI\",";
    assertThat(house.get("/v1/api-keys").data().encode())
        .isEqualTo("{\"keys\":[" + start + KEY + "}]}");
    assertThat(house.get("/v1/api-keys/" + Samples.KEY_ID).data().encode())
        .isEqualTo(start + KEY + ",\"allowedIps\":[\"10.0.0.0/8\"]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "1",
        "1-1-1-1-1",
        "11111111111141118111111111111111",
        "11111111-1111-4111-8111-11111111111g",
        "11111111-1111-4111-8111-111111111111%00"
      })
  void aKeyIdMustBeAUuid(String id) {
    for (String path : List.of("/v1/api-keys/", "/v1/admin/api-keys/")) {
      Reply reply = house.delete(path + id);
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.slug()).isEqualTo("validation-error");
      assertThat(reply.fields()).containsExactly("id");
    }
    assertThat(house.get("/v1/api-keys/" + id).fields()).containsExactly("id");
  }

  @Test
  void aUserIsAdded() {
    Reply reply = house.post("/v1/admin/users", "{\"username\":\"alice\",\"email\":\"a@b\"}");
    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.data().encode())
        .isEqualTo(
            "{\"id\":\"22222222-2222-4222-8222-222222222222\",\"forgeType\":\"local\","
                + "\"forgeUserId\":\"1001\",\"username\":\"alice\",\"email\":null,"
                + "\"avatarUrl\":null,\"plan\":\"free\",\"isOwner\":true,"
                + "\"createdAt\":\"2026-11-23T08:07:42.000Z\"}");
    assertThat(house.room().asked(AddUser.class).getFirst().email()).isEqualTo("a@b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"username\":\"-a\"}",
        "{\"username\":\"a b\"}",
        "{\"username\":\"\"}",
        "{}",
        "{\"username\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"}",
        "{\"username\":\"a\\n\"}",
        "{\"username\":null}"
      })
  void aUserNeedsAName(String body) {
    assertThat(house.post("/v1/admin/users", body).fields()).containsExactly("username");
    assertThat(house.room().asked(AddUser.class)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-a", "a%20b", "a%00", "..", "%27--"})
  void nobodyCanBeCalledThat(String name) {
    String user = "/v1/admin/users/" + name;
    assertThat(house.delete(user).status()).isEqualTo(404);
    assertThat(house.get(user + "/roles").status()).isEqualTo(404);
    assertThat(house.get(user + "/api-keys").status()).isEqualTo(404);
    assertThat(house.delete(user + "/roles/acme/api").status()).isEqualTo(404);
  }

  @Test
  void aRoleIsGivenAndTaken() {
    String role = "/v1/admin/users/alice/roles/acme/api";
    Reply given = house.send("PUT", role, "{\"role\":\"write\"}");
    assertThat(given.status()).isEqualTo(200);
    assertThat(given.data().encode())
        .isEqualTo("{\"repoFullName\":\"acme/api\",\"role\":\"write\"}");
    assertThat(house.delete(role).status()).isEqualTo(204);
    List<SetRole> asked = house.room().asked(SetRole.class);
    assertThat(asked).extracting(SetRole::username).containsOnly("alice");
    assertThat(asked).extracting(SetRole::repoFullName).containsOnly("acme/api");
    assertThat(asked.get(0).role()).isEqualTo(Role.WRITE);
    assertThat(asked.get(1).role()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"role\":null}", "{\"role\":\"owner\"}", "{\"role\":\"ADMIN\"}"})
  void aRoleMustBeOne(String body) {
    assertThat(house.send("PUT", "/v1/admin/users/alice/roles/acme/api", body).fields())
        .containsExactly("role");
  }

  @Test
  void keysOfOthersAreTheirs() {
    String keys = "/v1/admin/users/bob/api-keys";
    String body = "{\"name\":\"x\",\"environment\":\"live\",\"scopes\":[\"read:secrets\"]}";
    assertThat(house.post(keys, body).status()).isEqualTo(200);
    assertThat(house.get(keys).status()).isEqualTo(200);
    assertThat(house.delete("/v1/admin/api-keys/" + Samples.KEY_ID).status()).isEqualTo(204);
    assertThat(house.room().asked(CreateApiKey.class).getFirst().username()).isEqualTo("bob");
  }
}
