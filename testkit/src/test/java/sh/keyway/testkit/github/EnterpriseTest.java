package sh.keyway.testkit.github;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EnterpriseTest {
  @Test
  void allIsBelowOneHostAndPrefix() throws Exception {
    try (FakeGitHub github = FakeGitHub.startEnterprise("localhost", "/ghe")) {
      Client client = new Client(github);
      GitHubUser alice = github.user("alice");
      github.app().callback("https://keyway.example/v1/auth/callback");
      assertThat(github.apiUrl()).isEqualTo(github.webUrl() + "/api/v3");
      assertThat(github.webUrl()).matches("http://localhost:\\d+/ghe");

      String address =
          github.webUrl() + "/login/oauth/authorize?client_id=" + github.app().clientId();
      URI back = github.browser().authorize(address, alice);
      String code = Optional.ofNullable(Query.parse(back.getRawQuery()).get("code")).orElse("");
      String token = client.token(JsonObject.of("code", code)).getString("access_token");
      Client.Answer user = client.get("/user", token);
      assertThat(user.json().getString("url")).startsWith(github.apiUrl() + "/users/");
      assertThat(user.header("x-ratelimit-limit")).as("off on a server").isNull();

      String keys = github.actions().issuer() + "/.well-known/jwks";
      assertThat(keys).contains("/ghe/_services/token/");
      assertThat(client.send("GET", keys, null, "").status()).isEqualTo(200);
      String outside = github.apiUrl().replace("/ghe", "") + "/user";
      assertThat(client.send("GET", outside, token, "").status()).isEqualTo(404);
      assertThat(github.log().to(Endpoint.USER)).hasSize(1);
    }
  }

  @Test
  void pagesAndApiAreDifferentOriginsOnTheOtherOne() throws Exception {
    try (FakeGitHub github = FakeGitHub.start()) {
      Client client = new Client(github);
      String token = github.user("alice").classicToken();
      assertThat(client.send("GET", github.webUrl() + "/user", token, "").status()).isEqualTo(404);
      assertThat(client.get("/login/oauth/authorize", token).status()).isEqualTo(404);
    }
  }
}
