package sh.keyway.testkit.github;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ActionsOidcTest {
  private final FakeGitHub github = FakeGitHub.start();
  private final Client client = new Client(github);
  private final GitHubUser alice = github.user("alice");
  private final GitHubRepository app = github.organization("acme").repository("app");

  @AfterEach
  void close() {
    github.close();
  }

  private List<JsonObject> keys() throws Exception {
    String issuer = github.actions().issuer();
    JsonObject configuration =
        client.send("GET", issuer + "/.well-known/openid-configuration", null, "").json();
    assertThat(configuration.getString("issuer")).isEqualTo(issuer);
    JsonObject keys = client.send("GET", configuration.getString("jwks_uri"), null, "").json();
    return keys.getJsonArray("keys").stream().map(JsonObject.class::cast).toList();
  }

  private boolean verifies(String token) throws Exception {
    String kid = part(token, 0).getString("kid");
    for (JsonObject key : keys()) {
      if (key.getString("kid").equals(kid)) {
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(publicKey(key));
        int dot = token.lastIndexOf('.');
        signature.update(token.substring(0, dot).getBytes(StandardCharsets.US_ASCII));
        return signature.verify(Base64.getUrlDecoder().decode(token.substring(dot + 1)));
      }
    }
    return false;
  }

  private static PublicKey publicKey(JsonObject jwk) throws Exception {
    return KeyFactory.getInstance("RSA")
        .generatePublic(new RSAPublicKeySpec(number(jwk, "n"), number(jwk, "e")));
  }

  private static BigInteger number(JsonObject jwk, String member) {
    return new BigInteger(1, Base64.getUrlDecoder().decode(jwk.getString(member)));
  }

  private static JsonObject part(String token, int index) {
    byte[] bytes = Base64.getUrlDecoder().decode(token.split("\\.", -1)[index]);
    return new JsonObject(Buffer.buffer(bytes));
  }

  @Test
  void aJobsTokenVerifiesAndSaysWhoRuns() throws Exception {
    String token =
        github.actions().token(app).audience("https://keyway.example").actor(alice).sign();
    assertThat(verifies(token)).isTrue();
    JsonObject claims = part(token, 1);
    assertThat(claims.getString("sub")).isEqualTo("repo:acme/app:ref:refs/heads/main");
    assertThat(claims.getString("aud")).isEqualTo("https://keyway.example");
    assertThat(claims.getString("repository_id")).isEqualTo(Long.toString(app.id()));
    assertThat(claims.getString("repository_owner_id")).isEqualTo(Long.toString(app.owner().id()));
    assertThat(claims.getString("actor_id")).isEqualTo(Long.toString(alice.id()));
    assertThat(claims.getString("job_workflow_ref"))
        .isEqualTo("acme/app/.github/workflows/deploy.yml@refs/heads/main");
    assertThat(claims.getLong("exp") - claims.getLong("iat")).isEqualTo(300);
    assertThat(claims.fieldNames())
        .contains("run_id", "run_attempt", "jti", "nbf", "event_name", "workflow", "iss")
        .doesNotContain("environment");
    assertThat(part(github.actions().token(app).sign(), 1).getString("jti"))
        .isNotEqualTo(claims.getString("jti"));
  }

  @Test
  void theSubjectFollowsEnvironmentAndEvent() {
    assertThat(subject(github.actions().token(app).environment("production")))
        .isEqualTo("repo:acme/app:environment:production");
    assertThat(subject(github.actions().token(app).event("pull_request")))
        .isEqualTo("repo:acme/app:pull_request");
    assertThat(subject(github.actions().token(app).claim("sub", "repo:evil/x:y")))
        .isEqualTo("repo:evil/x:y");
  }

  private static String subject(ActionsToken token) {
    return part(token.sign(), 1).getString("sub");
  }

  @Test
  void keysRotateAndRetire() throws Exception {
    String old = github.actions().token(app).sign();
    github.actions().rotateKey();
    String fresh = github.actions().token(app).sign();
    assertThat(part(fresh, 0).getString("kid")).isNotEqualTo(part(old, 0).getString("kid"));
    assertThat(verifies(old)).isTrue();
    assertThat(verifies(fresh)).isTrue();
    github.actions().retireOldKeys();
    assertThat(keys()).hasSize(1);
    assertThat(verifies(old)).isFalse();
    assertThat(verifies(fresh)).isTrue();
  }

  @Test
  void forgeriesDoNotVerify() throws Exception {
    assertThat(verifies(github.actions().token(app).forge())).isFalse();
    assertThat(github.actions().token(app).unsigned()).endsWith(".");
    JsonObject late =
        part(
            github.actions().token(app).expiresIn(Duration.ofSeconds(-1)).without("jti").sign(), 1);
    assertThat(late.getLong("exp")).isLessThan(late.getLong("iat"));
    assertThat(late.containsKey("jti")).isFalse();
  }
}
