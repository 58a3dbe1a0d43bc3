package sh.keyway.testkit.github;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** The issuer of identities for GitHub Actions jobs. */
public final class ActionsOidc {
  private static final List<String> CLAIMS =
      List.of(
          "sub",
          "aud",
          "exp",
          "iat",
          "iss",
          "jti",
          "nbf",
          "ref",
          "sha",
          "repository",
          "repository_id",
          "repository_owner",
          "repository_owner_id",
          "repository_visibility",
          "run_id",
          "run_number",
          "run_attempt",
          "actor",
          "actor_id",
          "workflow",
          "workflow_ref",
          "workflow_sha",
          "head_ref",
          "base_ref",
          "event_name",
          "ref_type",
          "ref_protected",
          "environment",
          "job_workflow_ref",
          "job_workflow_sha",
          "runner_environment");
  private final World world;
  private final Urls urls;
  private final List<RsaKey> keys = new CopyOnWriteArrayList<>();

  ActionsOidc(World world, Urls urls) {
    this.world = world;
    this.urls = urls;
  }

  /** {@code iss}: where the discovery document is found. */
  public String issuer() {
    return urls.token();
  }

  /** Begins a token for a job of this repository: a push to main, five minutes. */
  public ActionsToken token(GitHubRepository repository) {
    return new ActionsToken(this, world, repository);
  }

  /** Signs with a new key from now on; the old keys stay published. */
  public void rotateKey() {
    current();
    keys.add(RsaKey.generate());
  }

  /** Publishes only the newest key: tokens signed before no longer verify. */
  public void retireOldKeys() {
    keys.retainAll(List.of(current()));
  }

  /** Made with the first token, as most tests need none. */
  synchronized RsaKey current() {
    if (keys.isEmpty()) {
      keys.add(RsaKey.generate());
    }
    return keys.getLast();
  }

  void mount(Map<Endpoint, Function<Call, Reply>> routes) {
    routes.put(Endpoint.OIDC_CONFIGURATION, c -> Reply.ok(configuration()));
    routes.put(
        Endpoint.OIDC_KEYS,
        c -> {
          current();
          return Reply.ok(
              JsonObject.of("keys", new JsonArray(keys.stream().map(RsaKey::jwk).toList())));
        });
  }

  private JsonObject configuration() {
    return JsonObject.of(
        "issuer", issuer(),
        "jwks_uri", issuer() + Endpoint.OIDC_KEYS.template,
        "subject_types_supported", JsonArray.of("public", "pairwise"),
        "response_types_supported", JsonArray.of("id_token"),
        "claims_supported", new JsonArray(CLAIMS),
        "id_token_signing_alg_values_supported", JsonArray.of("RS256"),
        "scopes_supported", JsonArray.of("openid"));
  }
}
