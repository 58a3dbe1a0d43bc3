package sh.keyway.testkit.github;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QuotaTest {
  private final FakeGitHub github = FakeGitHub.start();
  private final Client client = new Client(github);
  private final GitHubUser alice = github.user("alice");
  private final GitHubRepository app = alice.repository("app");
  private final Installation installation = github.app().installOn(alice);

  @AfterEach
  void close() {
    github.close();
  }

  @Test
  void anUnchangedAnswerIs304AndFreeOfCharge() throws Exception {
    String token = installation.token();
    Client.Answer first = client.get("/repos/alice/app", token);
    String tag = Objects.requireNonNull(first.header("etag"));
    Client.Answer again = client.get("/repos/alice/app", token, "If-None-Match", tag);
    assertThat(again.status()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(again.header("etag")).isEqualTo(tag);
    assertThat(again.header("x-ratelimit-remaining")).isEqualTo("4999");
    assertThat(github.quota().used(installation)).isEqualTo(1);
    assertThat(github.log().to(Endpoint.REPOSITORY).getLast().ifNoneMatch()).isEqualTo(tag);

    app.publicize();
    Client.Answer changed = client.get("/repos/alice/app", token, "If-None-Match", tag);
    assertThat(changed.status()).isEqualTo(200);
    String other = installation.token();
    assertThat(
            client
                .get(
                    "/repos/alice/app",
                    other,
                    "If-None-Match",
                    Objects.requireNonNull(changed.header("etag")))
                .status())
        .as("tags vary by token")
        .isEqualTo(200);
  }

  @Test
  void headersCountDownAndTheWindowEnds() throws Exception {
    github.quota().limit(2);
    String token = installation.token();
    Client.Answer one = client.get("/repos/alice/app", token);
    assertThat(one.header("x-ratelimit-limit")).isEqualTo("2");
    assertThat(one.header("x-ratelimit-remaining")).isEqualTo("1");
    assertThat(one.header("x-ratelimit-used")).isEqualTo("1");
    assertThat(one.header("x-ratelimit-resource")).isEqualTo("core");
    client.get("/repos/alice/none", token);
    Client.Answer refused = client.get("/repos/alice/app", token);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.header("x-ratelimit-remaining")).isEqualTo("0");
    assertThat(refused.json().getString("message"))
        .isEqualTo("API rate limit exceeded for installation ID " + installation.id() + ".");
    assertThat(client.get("/rate_limit", token).json().getJsonObject("rate").getInteger("used"))
        .isEqualTo(2);
    assertThat(client.get("/user", alice.classicToken()).status())
        .as("another's quota")
        .isEqualTo(200);

    long reset = Long.parseLong(Objects.requireNonNull(refused.header("x-ratelimit-reset")));
    assertThat(reset - github.clock().now().getEpochSecond()).isBetween(3590L, 3600L);
    github.clock().advance(Duration.ofHours(1));
    assertThat(client.get("/repos/alice/app", installation.token()).status()).isEqualTo(200);
  }

  @Test
  void onePersonsTokensShareOneQuotaAndNobodyHasSixty() throws Exception {
    client.get("/user", alice.classicToken());
    client.get("/user", alice.appTokens().access());
    assertThat(github.quota().used(alice)).isEqualTo(2);
    app.publicize();
    assertThat(client.get("/repos/alice/app", null).header("x-ratelimit-limit")).isEqualTo("60");
    github.quota().exhaust(alice);
    assertThat(client.get("/user", alice.classicToken()).status()).isEqualTo(403);
  }

  @Test
  void aRequestWithoutUserAgentIsForbidden() throws Exception {
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), URI.create(github.apiUrl()).getPort())) {
      socket
          .getOutputStream()
          .write("GET /user HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(answer).startsWith("HTTP/1.0 403").contains("User-Agent");
    }
  }
}
