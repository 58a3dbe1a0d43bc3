package sh.keyway.testkit.github;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebhooksTest {
  private final FakeGitHub github = FakeGitHub.start();
  private final GitHubUser olga = github.user("olga");
  private final GitHubUser mike = github.user("mike");
  private final GitHubOrganization acme = github.organization("acme").owner(olga);
  private final GitHubRepository api = acme.repository("api");
  private final Installation installation = github.app().installOn(acme);

  @AfterEach
  void close() {
    github.close();
  }

  private String hmac(byte[] body) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(
        new SecretKeySpec(
            github.app().webhookSecret().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
  }

  private static JsonObject body(Delivery delivery) {
    return new JsonObject(delivery.body());
  }

  @Test
  void aDeliveryArrivesSignedOverItsRawBytes() throws Exception {
    AtomicReference<String> seen = new AtomicReference<>("");
    HttpServer receiver =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/hook",
        exchange -> {
          byte[] raw = exchange.getRequestBody().readAllBytes();
          try {
            boolean right =
                hmac(raw).equals(exchange.getRequestHeaders().getFirst("X-Hub-Signature-256"));
            seen.set(
                right
                    + " "
                    + exchange.getRequestHeaders().getFirst("X-GitHub-Event")
                    + " "
                    + exchange.getRequestHeaders().getFirst("X-GitHub-Delivery"));
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
          exchange.sendResponseHeaders(202, -1);
          exchange.close();
        });
    receiver.start();
    try {
      Delivery delivery = github.webhooks().installation("created", installation, olga);
      URI hook = URI.create("http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook");
      assertThat(delivery.postTo(hook).statusCode()).isEqualTo(202);
      assertThat(seen.get()).isEqualTo("true installation " + delivery.id());
      delivery.tampered("{}").postTo(hook);
      assertThat(seen.get()).startsWith("false");
      delivery.signedWith("guess").postTo(hook);
      assertThat(seen.get()).startsWith("false");
    } finally {
      receiver.stop(0);
    }
  }

  @Test
  void installationEventsCarryAccountSelectionAndRepositories() {
    JsonObject created = body(github.webhooks().installation("created", installation, olga));
    assertThat(created.getString("action")).isEqualTo("created");
    assertThat(created.getJsonObject("sender").getLong("id")).isEqualTo(olga.id());
    JsonObject inside = created.getJsonObject("installation");
    assertThat(inside.getJsonObject("account").getString("type")).isEqualTo("Organization");
    assertThat(inside.getString("repository_selection")).isEqualTo("all");
    assertThat(created.getJsonArray("repositories").getJsonObject(0).getString("full_name"))
        .isEqualTo("acme/api");
    assertThat(body(github.webhooks().installation("suspend", installation, olga)).fieldNames())
        .doesNotContain("repositories");

    Delivery removed = github.webhooks().repositoriesRemoved(installation, olga, api);
    assertThat(removed.event()).isEqualTo("installation_repositories");
    assertThat(body(removed).getJsonArray("repositories_removed")).hasSize(1);
    assertThat(body(removed).getJsonArray("repositories_added")).isEmpty();
    assertThat(
            body(github.webhooks().repositoriesAdded(installation, olga, api))
                .getJsonArray("repositories_added")
                .getJsonObject(0)
                .getLong("id"))
        .isEqualTo(api.id());
  }

  @Test
  void peopleEventsNameMemberOrganisationAndTeam() {
    acme.member(mike);
    Delivery added = github.webhooks().organizationMember("member_added", acme, mike, olga);
    assertThat(added.event()).isEqualTo("organization");
    assertThat(body(added).getJsonObject("membership").getString("role")).isEqualTo("member");
    assertThat(body(added).getJsonObject("membership").getJsonObject("user").getLong("id"))
        .isEqualTo(mike.id());
    assertThat(body(added).getJsonObject("installation").getLong("id"))
        .isEqualTo(installation.id());
    Delivery team = github.webhooks().teamMember("removed", acme, "ops", mike, olga);
    assertThat(team.event()).isEqualTo("membership");
    assertThat(body(team).getJsonObject("team").getString("slug")).isEqualTo("ops");
    Delivery collaborator = github.webhooks().collaborator("removed", api, mike, olga);
    assertThat(collaborator.event()).isEqualTo("member");
    assertThat(body(collaborator).getJsonObject("repository").getLong("id")).isEqualTo(api.id());
    acme.rename("acme2");
    assertThat(
            body(github.webhooks().organizationRenamed(acme, "acme", olga))
                .getJsonObject("changes")
                .encode())
        .isEqualTo("{\"login\":{\"from\":\"acme\"}}");
    assertThat(github.webhooks().authorizationRevoked(mike).event())
        .isEqualTo("github_app_authorization");
    assertThat(github.webhooks().ping().event()).isEqualTo("ping");
  }

  @Test
  void repositoryEventsTellBeforeAndAfter() {
    api.rename("core");
    JsonObject renamed = body(github.webhooks().repositoryRenamed(api, "api", olga));
    assertThat(renamed.getJsonObject("repository").getString("full_name")).isEqualTo("acme/core");
    assertThat(renamed.getJsonObject("changes").encode())
        .isEqualTo("{\"repository\":{\"name\":{\"from\":\"api\"}}}");
    api.transfer(mike);
    JsonObject transferred = body(github.webhooks().repositoryTransferred(api, acme, olga));
    assertThat(transferred.getJsonObject("repository").getString("full_name"))
        .isEqualTo("mike/core");
    assertThat(
            transferred
                .getJsonObject("changes")
                .getJsonObject("owner")
                .getJsonObject("from")
                .getJsonObject("organization")
                .getLong("id"))
        .isEqualTo(acme.id());
    api.publicize();
    JsonObject publicized = body(github.webhooks().repository("publicized", api, mike));
    assertThat(publicized.getJsonObject("repository").getBoolean("private")).isFalse();
    assertThat(github.webhooks().repository("deleted", api, mike).event()).isEqualTo("repository");
  }
}
