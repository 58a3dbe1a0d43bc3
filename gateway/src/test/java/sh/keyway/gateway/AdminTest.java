package sh.keyway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.bus.RoomServer;
import sh.keyway.contracts.connect.AppFacts;
import sh.keyway.contracts.connect.ConnectRoom;
import sh.keyway.contracts.secrets.CreateLoginLink;
import sh.keyway.contracts.secrets.MoveVault;
import sh.keyway.contracts.secrets.RevokeSessions;
import sh.keyway.gateway.support.House;
import sh.keyway.gateway.support.Reply;
import sh.keyway.gateway.support.Wait;

/** What the operator does about sign-in, vaults and the GitHub App. */
class AdminTest {
  private static final String TOKEN = "control-token-of-this-test-0123456789abcdef";

  private final House house = new House();

  @AfterEach
  void stop() {
    house.close();
  }

  @Test
  void aLoginLinkIsForTheNamedUserAndCarriesItsTokenInTheQueryOnly() {
    Reply reply = house.post("/v1/admin/users/alice/login-link", "{}");

    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.data().getString("baseUrl")).isEqualTo(House.API);
    assertThat(reply.data().getString("path"))
        .isEqualTo("/v1/auth/login-link?token=" + "t".repeat(43));
    assertThat(reply.data().getString("expiresAt")).isEqualTo("2026-11-23T08:07:42.000Z");
    assertThat(house.room().asked(CreateLoginLink.class))
        .singleElement()
        .extracting(CreateLoginLink::username)
        .isEqualTo("alice");
  }

  @Test
  void aLoginLinkDoesNotGuessWhereTheApiIsReached() {
    Reply reply =
        House.call(
            manage(null, null),
            "POST",
            "/v1/admin/users/alice/login-link",
            "Authorization: Bearer " + TOKEN);

    assertThat(reply.data().getValue("baseUrl")).isNull();
  }

  @Test
  void aLoginLinkSaysWhereTheApiIsReached() {
    Reply reply =
        House.call(
            manage(null, "https://api.example.com"),
            "POST",
            "/v1/admin/users/alice/login-link",
            "Authorization: Bearer " + TOKEN);

    assertThat(reply.data().getString("baseUrl")).isEqualTo("https://api.example.com");
  }

  @Test
  void signingOutEndsEverySessionOfThatUser() {
    assertThat(house.delete("/v1/admin/users/alice/sessions").status()).isEqualTo(204);
    assertThat(house.delete("/v1/admin/users/-/sessions").status()).isEqualTo(404);

    assertThat(house.room().asked(RevokeSessions.class))
        .singleElement()
        .satisfies(asked -> {
          assertThat(asked.username()).isEqualTo("alice");
          assertThat(asked.id()).isNull();
        });
  }

  @Test
  void aVaultIsMovedToTheForgeInTheBody() {
    Reply moved = house.post("/v1/admin/vaults/acme/api.js/move", "{\"forge\":\"github\"}");

    assertThat(moved.status()).isEqualTo(204);
    assertThat(house.room().asked(MoveVault.class))
        .singleElement()
        .satisfies(asked -> {
          assertThat(asked.repoFullName()).isEqualTo("acme/api.js");
          assertThat(asked.forge()).isEqualTo("github");
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"forge\":null}", "{\"forge\":\"gitlab\"}", "{\"forge\":\"\"}"})
  void aForgeMustBeOneOfThoseThereAre(String body) {
    assertThat(house.post("/v1/admin/vaults/acme/api/move", body).fields())
        .containsExactly("forge");
    assertThat(house.room().asked(MoveVault.class)).isEmpty();
  }

  @Test
  void withoutAnAppNobodyAsksGitHub() {
    JsonObject status = status(manage(null, null));

    assertThat(status.getBoolean("configured")).isFalse();
    assertThat(status.containsKey("permissions")).isFalse();
  }

  @Test
  void theAppIsDescribedWithoutItsSecrets() {
    github(() ->
        Future.succeededFuture(
            new AppFacts(7, "keyway", Map.of("metadata", "read"), List.of("repository"))));

    JsonObject status = status(manage(app("canary"), null));

    assertThat(status.getBoolean("configured")).isTrue();
    assertThat(status.getBoolean("webhooks")).isTrue();
    assertThat(status.getValue("problem")).isNull();
    assertThat(status.getString("slug")).isEqualTo("keyway");
    assertThat(status.getJsonObject("permissions").getMap()).containsOnlyKeys("metadata");
    assertThat(status.getJsonArray("events")).isEqualTo(JsonArray.of("repository"));
    assertThat(status.encode()).doesNotContain("canary");
  }

  @Test
  void whatGitHubSaysAgainstTheAppIsPassedOn() {
    github(() -> Future.failedFuture(Problem.unavailable("GitHub refuses this App").exception()));

    JsonObject status = status(manage(app(null), null));

    assertThat(status.getBoolean("webhooks")).isFalse();
    assertThat(status.getString("problem")).isEqualTo("GitHub refuses this App");
  }

  @Test
  void theAppIsNobodysBusinessButTheOperators() {
    int port = manage(app(null), null);

    assertThat(House.call(port, "GET", "/github-app").status()).isEqualTo(401);
    assertThat(house.get("/github-app").status()).isEqualTo(404);
  }

  private void github(Supplier<Future<AppFacts>> answer) {
    Wait.on(
        house
            .vertx()
            .deployVerticle(context ->
                new RoomServer(house.vertx()).on(ConnectRoom.GET_APP, asked -> answer.get())));
  }

  private static JsonObject status(int port) {
    Reply reply = House.call(port, "GET", "/github-app", "Authorization: Bearer " + TOKEN);
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return reply.data();
  }

  private static GatewayConfig.GitHubApp app(@Nullable String webhooks) {
    return new GatewayConfig.GitHubApp("Iv1.x", "https://github.com/apps/x", webhooks, true);
  }

  private int manage(GatewayConfig.@Nullable GitHubApp app, @Nullable String publicUrl) {
    ManagementVerticle management =
        new ManagementVerticle(
            new GatewayConfig(
                "127.0.0.1",
                0,
                House.JWT_SECRET,
                new GatewayConfig.Web(
                    List.of(),
                    "https://api.keyway.sh/errors",
                    "https://github.com",
                    publicUrl,
                    null,
                    null,
                    null),
                app),
            0,
            TOKEN);
    Wait.on(house.vertx().deployVerticle(management));
    return management.port();
  }
}
