package sh.keyway.testkit.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SignInTest {
  // the example pair of RFC 7636, appendix B
  private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
  private final FakeGitHub github = FakeGitHub.start();
  private final Client client = new Client(github);
  private final GitHubUser alice = github.user("alice");

  @BeforeEach
  void register() {
    github.app().callback("http://127.0.0.1/v1/auth/callback");
    alice.email("alice@work.example", false, true).email("alice@home.example", true, true);
  }

  @AfterEach
  void close() {
    github.close();
  }

  private String address(String rest) {
    return github.webUrl()
        + "/login/oauth/authorize?client_id="
        + github.app().clientId()
        + "&redirect_uri=http%3A%2F%2F127.0.0.1%3A8080%2Fv1%2Fauth%2Fcallback&state=s%2B1"
        + rest;
  }

  private String pkce() {
    return address("&code_challenge=" + CHALLENGE + "&code_challenge_method=S256");
  }

  private static MultiMap query(URI uri) {
    return Query.parse(uri.getRawQuery());
  }

  private static String code(URI uri) {
    return Optional.ofNullable(query(uri).get("code")).orElse("");
  }

  @Test
  void anAgreementBecomesATokenThatKnowsItsUser() throws Exception {
    URI back = github.browser().authorize(pkce(), alice);
    assertThat(back.toString()).startsWith("http://127.0.0.1:8080/v1/auth/callback?code=");
    assertThat(query(back).get("state")).isEqualTo("s+1");

    JsonObject tokens = client.token(JsonObject.of("code", code(back), "code_verifier", VERIFIER));
    assertThat(tokens.getString("access_token")).startsWith("ghu_");
    assertThat(tokens.getString("refresh_token")).startsWith("ghr_");
    assertThat(tokens.getInteger("expires_in")).isEqualTo(28_800);
    assertThat(tokens.getInteger("refresh_token_expires_in")).isEqualTo(15_811_200);
    assertThat(tokens.getString("token_type")).isEqualTo("bearer");

    String token = tokens.getString("access_token");
    JsonObject user = client.get("/user", token).json();
    assertThat(user.getString("login")).isEqualTo("alice");
    assertThat(user.getLong("id")).isEqualTo(alice.id()).isGreaterThan(Integer.MAX_VALUE);
    assertThat(user.getValue("email")).isNull();
    assertThat(user.getString("avatar_url")).isNotEmpty();
    assertThat(client.get("/user/emails", token).array().getJsonObject(1).encode())
        .contains("\"email\":\"alice@home.example\"", "\"primary\":true", "\"verified\":true");
  }

  @Test
  void anotherVerifierOrNoneIsRefusedAndSpendsTheCode() throws Exception {
    for (String verifier : new String[] {VERIFIER + "x", ""}) {
      URI back = github.browser().authorize(pkce(), alice);
      JsonObject wrong = client.token(JsonObject.of("code", code(back), "code_verifier", verifier));
      assertThat(wrong.getString("error")).isEqualTo("bad_verification_code");
      JsonObject late = client.token(JsonObject.of("code", code(back), "code_verifier", VERIFIER));
      assertThat(late.getString("error")).isEqualTo("bad_verification_code");
    }
    URI back = github.browser().authorize(pkce(), alice);
    assertThat(client.token(JsonObject.of("code", code(back))).getString("error"))
        .isEqualTo("bad_verification_code");
  }

  @Test
  void aCodeWorksOnceAndForTenMinutes() throws Exception {
    URI once = github.browser().authorize(address(""), alice);
    assertThat(client.token(JsonObject.of("code", code(once))).containsKey("access_token"))
        .isTrue();
    assertThat(client.token(JsonObject.of("code", code(once))).getString("error"))
        .isEqualTo("bad_verification_code");

    URI late = github.browser().authorize(address(""), alice);
    github.clock().advance(Duration.ofMinutes(11));
    assertThat(client.token(JsonObject.of("code", code(late))).getString("error"))
        .isEqualTo("bad_verification_code");
  }

  @Test
  void theWrongSecretIsAnErrorWithStatus200() throws Exception {
    JsonObject body = JsonObject.of("code", "x", "client_secret", "guess");
    assertThat(client.token(body).getString("error")).isEqualTo("incorrect_client_credentials");
  }

  @Test
  void denyingAndWrongRequestsComeBackAsErrors() {
    assertThat(query(github.browser().deny(pkce())).get("error")).isEqualTo("access_denied");
    assertThat(query(github.browser().deny(pkce())).get("state")).isEqualTo("s+1");
    String plain = address("&code_challenge=" + CHALLENGE + "&code_challenge_method=plain");
    assertThat(query(github.browser().authorize(plain, alice)).get("error"))
        .isEqualTo("invalid_request");
    String elsewhere = pkce().replace("127.0.0.1%3A8080", "evil.example");
    URI back = github.browser().authorize(elsewhere, alice);
    assertThat(back.getHost()).isEqualTo("127.0.0.1");
    assertThat(query(back).get("error")).isEqualTo("redirect_uri_mismatch");
    assertThatThrownBy(() -> github.browser().authorize("https://evil.example/", alice))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refreshingRotatesBothTokens() throws Exception {
    UserTokens old = alice.appTokens();
    String refresh = Optional.ofNullable(old.refresh()).orElseThrow();
    JsonObject body = JsonObject.of("grant_type", "refresh_token", "refresh_token", refresh);
    JsonObject next = client.token(body.copy());

    assertThat(client.get("/user", old.access()).status()).isEqualTo(401);
    assertThat(client.get("/user", next.getString("access_token")).status()).isEqualTo(200);
    assertThat(next.getString("refresh_token")).startsWith("ghr_").isNotEqualTo(refresh);
    assertThat(client.token(body).getString("error")).isEqualTo("bad_refresh_token");
    assertThat(client.get("/user", next.getString("refresh_token")).status()).isEqualTo(401);
  }

  @Test
  void tokensExpireAreRevokedAndUnknownOnesAre401() throws Exception {
    UserTokens tokens = alice.appTokens();
    github.clock().advance(Duration.ofHours(8));
    Client.Answer expired = client.get("/user", tokens.access());
    assertThat(expired.status()).isEqualTo(401);
    assertThat(expired.json().getString("message")).isEqualTo("Bad credentials");
    assertThat(client.get("/user", "ghu_neverissued").status()).isEqualTo(401);
    assertThat(client.get("/user", null).status()).isEqualTo(401);

    UserTokens fresh = alice.appTokens();
    github.app().revokeAuthorization(alice);
    assertThat(client.get("/user", fresh.access()).status()).isEqualTo(401);
    assertThat(github.log().to(Endpoint.USER).getLast().credential())
        .isEqualTo(CredentialKind.UNKNOWN);
  }

  @Test
  void addressesNeedTheirPermission() throws Exception {
    assertThat(client.get("/user/emails", alice.classicToken("repo")).status()).isEqualTo(404);
    assertThat(client.get("/user/emails", alice.classicToken("user:email")).array()).hasSize(2);
    github.app().permissions(Map.of("metadata", "read"));
    assertThat(client.get("/user/emails", alice.appTokens().access()).status()).isEqualTo(403);
    alice.publicEmail("alice@public.example");
    assertThat(client.get("/user", alice.appTokens().access()).json().getString("email"))
        .isEqualTo("alice@public.example");
  }

  @Test
  void withoutExpiryThereIsNoRefreshToken() throws Exception {
    github.app().expiringTokens(false);
    URI back = github.browser().authorize(pkce(), alice);
    JsonObject tokens = client.token(JsonObject.of("code", code(back), "code_verifier", VERIFIER));
    assertThat(tokens.fieldNames()).containsExactly("access_token", "token_type", "scope");
  }

  @Test
  void installingComesBackWithTheInstallation() {
    GitHubRepository app = alice.repository("app");
    String suggested =
        github.installUrl()
            + "/permissions?suggested_target_id="
            + alice.id()
            + "&repository_ids[]="
            + app.id()
            + "&state=st";
    URI back = github.browser().install(suggested, alice, alice);
    assertThat(query(back).get("setup_action")).isEqualTo("install");
    assertThat(query(back).get("state")).isEqualTo("st");
    assertThat(query(back).get("code")).isNotEmpty();
    assertThat(query(back).get("installation_id")).matches("\\d+");

    URI again = github.browser().install(github.installUrl(), alice, alice);
    assertThat(query(again).get("setup_action")).isEqualTo("update");
    assertThat(query(again).get("installation_id")).isEqualTo(query(back).get("installation_id"));
    URI asked = github.browser().requestInstall(github.installUrl() + "?state=q", alice);
    assertThat(query(asked).get("setup_action")).isEqualTo("request");
    assertThat(query(asked).get("installation_id")).isNull();
  }

  @Test
  void aScriptedBrowserMayAlsoUseTheRealPage() throws Exception {
    Client.Answer answer = client.send("GET", pkce(), null, "", "Cookie", "user_session=alice");
    assertThat(answer.status()).isEqualTo(302);
    assertThat(answer.header("location")).contains("code=");
    assertThat(client.send("GET", pkce(), null, "").status()).isEqualTo(200);
  }

  @Test
  void theAppTellsItsTokensFromOthers() throws Exception {
    String path = "/applications/" + github.app().clientId() + "/token";
    String basic =
        "Basic "
            + Base64.getEncoder()
                .encodeToString(
                    (github.app().clientId() + ":" + github.app().clientSecret())
                        .getBytes(StandardCharsets.US_ASCII));
    String ours = JsonObject.of("access_token", alice.appTokens().access()).encode();
    String foreign = JsonObject.of("access_token", alice.foreignOAuthToken("repo")).encode();
    String url = github.apiUrl() + path;
    assertThat(client.send("POST", url, null, ours, "Authorization", basic).json().encode())
        .contains("\"login\":\"alice\"");
    assertThat(client.send("POST", url, null, foreign, "Authorization", basic).status())
        .isEqualTo(404);
    assertThat(client.send("DELETE", url, null, ours, "Authorization", basic).status())
        .isEqualTo(204);
    assertThat(client.send("POST", url, null, ours, "Authorization", basic).status())
        .isEqualTo(404);
  }
}
