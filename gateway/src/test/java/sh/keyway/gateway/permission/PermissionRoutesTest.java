package sh.keyway.gateway.permission;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sh.keyway.contracts.Role;
import sh.keyway.contracts.Scope;
import sh.keyway.contracts.secrets.CreateOverride;
import sh.keyway.contracts.secrets.DeleteOverride;
import sh.keyway.contracts.secrets.ResetMinimums;
import sh.keyway.contracts.secrets.ResetOverrides;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.contracts.secrets.SetMinimums;
import sh.keyway.contracts.secrets.UpdateOverride;
import sh.keyway.gateway.support.House;
import sh.keyway.gateway.support.Reply;
import sh.keyway.gateway.support.Samples;

/** Permissions on the wire (http-vaults §9). */
class PermissionRoutesTest {
  private static final String BASE = "/v1/vaults/acme/api/permissions";
  private static final UUID ID = UUID.fromString("44444444-4444-4444-8444-444444444444");
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

  @ParameterizedTest
  @CsvSource({
    "POST, /overrides",
    "PUT, /overrides/44444444-4444-4444-8444-444444444444",
    "DELETE, /overrides/44444444-4444-4444-8444-444444444444",
    "DELETE, /reset",
    "PUT, /production",
    "DELETE, /production"
  })
  void aReadOnlyKeyDoesNotWidenItself(String method, String path) {
    try (House narrow = new House()) {
      narrow
          .room()
          .says(SecretsRoom.IDENTIFY_API_KEY, Samples.identity(Set.of(Scope.READ_SECRETS)));

      Reply reply = narrow.send(method, BASE + path, "{}");

      assertThat(reply.status()).isEqualTo(403);
      assertThat(reply.detail()).isEqualTo("API key missing required scope(s): write:secrets");
      assertThat(narrow.room().asked())
          .noneMatch(r ->
              r instanceof CreateOverride
                  || r instanceof UpdateOverride
                  || r instanceof DeleteOverride
                  || r instanceof ResetOverrides
                  || r instanceof SetMinimums
                  || r instanceof ResetMinimums);
    }
  }

  @Test
  void anOverrideForARoleIsMade() {
    Reply reply =
        house.post(
            BASE + "/overrides",
            """
            {"environment":"*","targetType":"role","targetRole":"read","canRead":true,
             "canWrite":false,"targetUserId":"22222222-2222-4222-8222-222222222222"}
            """);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body())
        .contains(
            "{\"id\":\"44444444-4444-4444-8444-444444444444\",\"environment\":\"*\","
                + "\"targetType\":\"role\",\"targetRole\":\"read\",\"canRead\":true,"
                + "\"canWrite\":false,\"createdBy\":null,"
                + "\"createdAt\":\"2026-11-23T08:07:42.000Z\","
                + "\"updatedAt\":\"2026-11-23T08:07:42.000Z\"}");
    assertThat(house.room().asked(CreateOverride.class))
        .singleElement()
        .satisfies(asked -> {
          assertThat(asked.repoFullName()).isEqualTo("acme/api");
          assertThat(asked.environment()).isEqualTo("*");
          assertThat(asked.targetUserId()).isNull();
          assertThat(asked.targetRole()).isEqualTo(Role.READ);
          assertThat(asked.canRead()).isTrue();
          assertThat(asked.canWrite()).isFalse();
        });
  }

  @Test
  void everythingThatIsWrongWithAnOverrideIsSaid() {
    Reply reply =
        house.post(
            BASE + "/overrides",
            """
            {"environment":"","targetType":"team","targetUserId":7,"targetRole":"boss",
             "canRead":"yes"}
            """);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.fields())
        .containsExactlyInAnyOrder(
            "environment", "targetType", "targetUserId", "targetRole", "canRead", "canWrite");
    assertThat(house.room().asked(CreateOverride.class)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"user, targetRole, read", "role, targetUserId, 22222222-2222-4222-8222-222222222222"})
  void anOverrideNeedsTheTargetOfItsType(String type, String other, String value) {
    Reply reply =
        house.post(
            BASE + "/overrides",
            new JsonObject(
                    Map.of(
                        "environment",
                        "production",
                        "targetType",
                        type,
                        other,
                        value,
                        "canRead",
                        true,
                        "canWrite",
                        true))
                .encode());

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.detail())
        .isEqualTo(
            "targetUserId required when targetType is \"user\", targetRole required when"
                + " targetType is \"role\"");
  }

  @Test
  void oneBitIsChangedAloneAndNoneIsRefused() {
    Reply reply = house.send("PUT", BASE + "/overrides/" + ID, "{\"canWrite\":true}");
    Reply nothing = house.send("PUT", BASE + "/overrides/" + ID, "{}");
    Reply wrong = house.send("PUT", BASE + "/overrides/" + ID, "{\"canRead\":null}");

    assertThat(reply.data().getJsonObject("targetUser").getMap())
        .containsEntry("username", "alice")
        .containsEntry("avatarUrl", null);
    assertThat(reply.data().containsKey("targetRole")).isFalse();
    assertThat(nothing.status()).isEqualTo(400);
    assertThat(nothing.detail()).isEqualTo("At least one of canRead or canWrite must be provided");
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(house.room().asked(UpdateOverride.class))
        .singleElement()
        .satisfies(asked -> {
          assertThat(asked.id()).isEqualTo(ID);
          assertThat(asked.canRead()).isNull();
          assertThat(asked.canWrite()).isTrue();
        });
  }

  @Test
  void resetIsNeverAnEnvironmentCalledReset() {
    Reply reply = house.delete(BASE + "/reset");

    assertThat(reply.data().getString("message"))
        .isEqualTo("All permission overrides have been reset to defaults");
    assertThat(house.room().asked(ResetOverrides.class)).hasSize(1);
    assertThat(house.room().asked(ResetMinimums.class)).isEmpty();
  }

  @Test
  void minimumRolesAreSetAndReset() {
    Reply set =
        house.send(
            "PUT",
            BASE + "/feature%3Ax%20y",
            "{\"permissions\":{\"read\":\"write\",\"write\":\"admin\"}}");
    Reply reset = house.delete(BASE + "/production");

    assertThat(set.data())
        .isEqualTo(
            new JsonObject(
                "{\"success\":true,\"message\":\"Custom permissions set for environment:"
                    + " feature:x y\",\"permissions\":{\"read\":\"write\",\"write\":\"admin\"}}"));
    assertThat(house.room().asked(SetMinimums.class))
        .singleElement()
        .satisfies(asked -> assertThat(asked.environment()).isEqualTo("feature:x y"));
    assertThat(reset.data())
        .isEqualTo(
            new JsonObject(
                "{\"success\":true,\"message\":\"Permissions reset to defaults for environment:"
                    + " production\",\"defaults\":{\"read\":\"write\",\"write\":\"admin\"}}"));
  }

  @Test
  void everythingThatIsWrongWithMinimumRolesIsSaid() {
    Reply reply =
        house.send("PUT", BASE + "/production", "{\"permissions\":{\"read\":\"everyone\"}}");
    Reply none = house.send("PUT", BASE + "/production", "{}");

    assertThat(reply.fields()).containsExactly("permissions.read", "permissions.write");
    assertThat(none.status()).isEqualTo(400);
    assertThat(house.room().asked(SetMinimums.class)).isEmpty();
  }

  @Test
  void theDefaultsShownAreThoseThatDecide() {
    JsonObject shown = house.get(BASE).data();

    // The sample matrix lets writers, and nobody else, read what is protected.
    assertThat(shown.getJsonObject("defaults").getJsonObject("protected").getString("read"))
        .isEqualTo("write");
    assertThat(shown.getJsonObject("defaults").getJsonObject("development"))
        .isEqualTo(new JsonObject("{\"read\":\"read\",\"write\":\"write\"}"));
    assertThat(shown.getJsonObject("roleDefaults").getJsonObject("write"))
        .isEqualTo(
            house.get(BASE + "/defaults").data().getJsonObject("matrix").getJsonObject("write"));
    assertThat(shown.getJsonArray("custom").getJsonObject(0).getMap())
        .containsEntry("permissionType", "write")
        .containsEntry("minRole", "maintain")
        .containsEntry("isCustom", true)
        .containsEntry("environmentType", "protected");
  }

  @Test
  void whatNoRepositoryCanBeCalledIsNotFound() {
    for (String path : List.of("", "/overrides", "/effective")) {
      Reply reply = house.get("/v1/vaults/acme/a%20b/permissions" + path);
      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.detail()).isEqualTo("Vault not found");
    }
  }
}
