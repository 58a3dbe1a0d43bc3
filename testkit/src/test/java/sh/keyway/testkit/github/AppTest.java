package sh.keyway.testkit.github;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AppTest {
  private final FakeGitHub github = FakeGitHub.start();
  private final Client client = new Client(github);
  private final GitHubOrganization acme = github.organization("acme");
  private final GitHubRepository api = acme.repository("api");
  private final GitHubRepository web = acme.repository("web");
  private final Installation installation = github.app().installOn(acme).selected(api);

  @AfterEach
  void close() {
    github.close();
  }

  private int statusOf(String jwt) throws Exception {
    return client.get("/app", jwt).status();
  }

  @Test
  void aJwtIsJudgedAsStrictlyAsGitHubDoes() throws Exception {
    long now = github.clock().now().getEpochSecond();
    String id = Long.toString(github.app().id());
    assertThat(statusOf(client.appJwt())).isEqualTo(200);
    assertThat(statusOf(client.appJwt(now, now + 540, github.app().clientId()))).isEqualTo(200);

    assertThat(statusOf(client.appJwt(now - 60, now + 700, id))).isEqualTo(401);
    assertThat(statusOf(client.appJwt(now - 60, now - 1, id))).isEqualTo(401);
    assertThat(statusOf(client.appJwt(now + 30, now + 540, id))).isEqualTo(401);
    assertThat(statusOf(client.appJwt(now - 60, now + 540, "999"))).isEqualTo(401);
    String good = client.appJwt();
    assertThat(statusOf(good.substring(0, good.length() - 8) + "AAAAAAAA")).isEqualTo(401);
    assertThat(statusOf("eyJhbGciOiJub25lIn0.e30.")).isEqualTo(401);
    assertThat(client.get("/app", "eyJub3Q").json().getString("message"))
        .isEqualTo("A JSON web token could not be decoded");
    github.app().replaceKey();
    assertThat(statusOf(good)).isEqualTo(401);
    assertThat(statusOf(client.appJwt())).isEqualTo(200);
  }

  @Test
  void aClockBehindOursRefusesAndTellsTheTimeInDate() throws Exception {
    String jwt = client.appJwt();
    github.clock().skew(Duration.ofMinutes(-5));
    Client.Answer behind = client.get("/app", jwt);
    assertThat(behind.status()).isEqualTo(401);
    assertThat(behind.json().getString("message")).contains("too far in the future");
    Instant date =
        ZonedDateTime.parse(
                Objects.requireNonNull(behind.header("date")), DateTimeFormatter.RFC_1123_DATE_TIME)
            .toInstant();
    assertThat(date).isBefore(Instant.now().minusSeconds(290));
  }

  @Test
  void base64IsThePemInBase64() {
    byte[] pem = Base64.getDecoder().decode(github.app().privateKeyBase64());
    assertThat(new String(pem, StandardCharsets.UTF_8))
        .startsWith("-----BEGIN RSA PRIVATE KEY-----\n")
        .isEqualTo(github.app().privateKeyPem());
  }

  @Test
  void installationsAreFoundByIdRepositoryAndAccount() throws Exception {
    String jwt = client.appJwt();
    JsonObject byId = client.get("/app/installations/" + installation.id(), jwt).json();
    assertThat(byId.getLong("id")).isEqualTo(installation.id());
    assertThat(byId.getJsonObject("account").getString("login")).isEqualTo("acme");
    assertThat(byId.getJsonObject("account").getString("type")).isEqualTo("Organization");
    assertThat(byId.getString("repository_selection")).isEqualTo("selected");
    assertThat(byId.getJsonObject("permissions").getString("members")).isEqualTo("read");
    assertThat(client.get("/repos/ACME/API/installation", jwt).json()).isEqualTo(byId);
    assertThat(client.get("/orgs/acme/installation", jwt).json()).isEqualTo(byId);
    assertThat(client.get("/app/installations", jwt).array().getJsonObject(0)).isEqualTo(byId);

    assertThat(client.get("/repos/acme/web/installation", jwt).status()).isEqualTo(404);
    assertThat(client.get("/users/acme/installation", jwt).status()).isEqualTo(404);
    assertThat(client.get("/app/installations/1", jwt).status()).isEqualTo(404);
    assertThat(client.get("/orgs/acme/installation", installation.token()).status()).isEqualTo(401);
  }

  @Test
  void anInstallationTokenReachesWhatIsSelectedForAnHour() throws Exception {
    String path = "/app/installations/" + installation.id() + "/access_tokens";
    Client.Answer answer = client.post(path, client.appJwt(), "");
    assertThat(answer.status()).isEqualTo(201);
    String token = answer.json().getString("token");
    assertThat(token).startsWith("ghs_");
    assertThat(Instant.parse(answer.json().getString("expires_at")))
        .isBetween(Instant.now().plusSeconds(3590), Instant.now().plusSeconds(3600));

    JsonObject listed = client.get("/installation/repositories", token).json();
    assertThat(listed.getInteger("total_count")).isEqualTo(1);
    assertThat(listed.getJsonArray("repositories").getJsonObject(0).getString("full_name"))
        .isEqualTo("acme/api");
    assertThat(client.get("/repos/acme/api", token).status()).isEqualTo(200);
    assertThat(client.get("/repos/acme/web", token).status()).isEqualTo(404);
    installation.selected(web);
    assertThat(client.get("/repos/acme/api", token).status()).isEqualTo(404);
    github.clock().advance(Duration.ofHours(1));
    assertThat(client.get("/installation/repositories", token).status()).isEqualTo(401);
  }

  @Test
  void aTokenCanBeNarrowedButNotWidened() throws Exception {
    installation.all();
    String path = "/app/installations/" + installation.id() + "/access_tokens";
    String body = "{\"repository_ids\":[" + web.id() + "],\"permissions\":{\"metadata\":\"read\"}}";
    String token = client.post(path, client.appJwt(), body).json().getString("token");
    assertThat(client.get("/repos/acme/web", token).status()).isEqualTo(200);
    assertThat(client.get("/repos/acme/api", token).status()).isEqualTo(404);
    assertThat(client.get("/orgs/acme/memberships/acme", token).status()).isEqualTo(403);
    String more = "{\"permissions\":{\"administration\":\"write\"}}";
    assertThat(client.post(path, client.appJwt(), more).status()).isEqualTo(422);
  }

  @Test
  void suspendedAndUninstalledMeanNoTokens() throws Exception {
    String path = "/app/installations/" + installation.id() + "/access_tokens";
    String token = installation.token();
    installation.suspend();
    assertThat(client.post(path, client.appJwt(), "").status()).isEqualTo(403);
    assertThat(client.get("/repos/acme/api", token).status()).isEqualTo(403);
    JsonObject seen = client.get("/app/installations/" + installation.id(), client.appJwt()).json();
    assertThat(seen.getString("suspended_at")).isNotNull();
    installation.unsuspend();
    assertThat(client.get("/repos/acme/api", token).status()).isEqualTo(200);
    installation.uninstall();
    assertThat(client.post(path, client.appJwt(), "").status()).isEqualTo(404);
    assertThat(client.get("/repos/acme/api", token).status()).isEqualTo(401);
  }
}
