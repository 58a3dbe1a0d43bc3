package sh.keyway.testkit.github;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.UUID;

/** An identity token in the making. Claims are strings, as GitHub's are, except the times. */
public final class ActionsToken {
  private static final String SHA = "7f2c3a9e5b1d4c6f8a0b2d4e6f8091a3b5c7d9e1";
  private final ActionsOidc issuer;
  private final World world;
  private final GitHubRepository repository;
  private final JsonObject claims = new JsonObject();
  private Duration lifetime = Duration.ofMinutes(5);

  ActionsToken(ActionsOidc issuer, World world, GitHubRepository repository) {
    this.issuer = issuer;
    this.world = world;
    this.repository = repository;
    Account owner = repository.owner();
    claims
        .put("jti", UUID.randomUUID().toString())
        .put("aud", owner.login())
        .put("sha", SHA)
        .put("repository", repository.fullName())
        .put("repository_id", Long.toString(repository.id()))
        .put("repository_owner", owner.login())
        .put("repository_owner_id", Long.toString(owner.id()))
        .put("repository_visibility", repository.isPrivate() ? "private" : "public")
        .put("run_id", Long.toString(world.nextId()))
        .put("run_number", "1")
        .put("run_attempt", "1")
        .put("actor", owner.login())
        .put("actor_id", Long.toString(owner.id()))
        .put("head_ref", "")
        .put("base_ref", "")
        .put("event_name", "push")
        .put("ref_protected", "false")
        .put("runner_environment", "github-hosted");
    ref("refs/heads/main");
    workflow("deploy", "deploy.yml");
  }

  /** The audience the job asked for; by default the owner's address. */
  public ActionsToken audience(String audience) {
    return claim("aud", audience);
  }

  /** {@code refs/heads/…} or {@code refs/tags/…}. */
  public ActionsToken ref(String ref) {
    claims.put("ref_type", ref.startsWith("refs/tags/") ? "tag" : "branch");
    return claim("ref", ref);
  }

  /** The deployment environment of the job; the claim is absent without one. */
  public ActionsToken environment(String name) {
    return claim("environment", name);
  }

  /** The workflow by name and file below {@code .github/workflows/}; set the ref before. */
  public ActionsToken workflow(String name, String file) {
    String ref =
        repository.fullName() + "/.github/workflows/" + file + "@" + claims.getString("ref");
    claims.put("workflow_ref", ref).put("workflow_sha", SHA);
    claims.put("job_workflow_ref", ref).put("job_workflow_sha", SHA);
    return claim("workflow", name);
  }

  /** What started the run, e.g. {@code pull_request}. */
  public ActionsToken event(String name) {
    return claim("event_name", name);
  }

  /** Who started it. */
  public ActionsToken actor(GitHubUser user) {
    claims.put("actor_id", Long.toString(user.id()));
    return claim("actor", user.login());
  }

  /** Any claim, also the ones computed: what a forger or a stranger would send. */
  public ActionsToken claim(String name, Object value) {
    claims.put(name, value);
    return this;
  }

  /** Leaves a claim out; times and {@code sub} are always added unless set to something. */
  public ActionsToken without(String name) {
    claims.remove(name);
    return this;
  }

  /** How long it is valid; negative: expired. */
  public ActionsToken expiresIn(Duration time) {
    lifetime = time;
    return this;
  }

  /** The token, signed with the issuer's newest key. */
  public String sign() {
    return signWith(issuer.current());
  }

  /** Signed with a key nobody published, under the key id of the published one. */
  public String forge() {
    RsaKey stranger = RsaKey.generate();
    return stranger.sign(header(issuer.current().id), complete());
  }

  /** {@code alg: none}, no signature. */
  public String unsigned() {
    JsonObject header = JsonObject.of("typ", "JWT", "alg", "none");
    return RsaKey.encode(header) + "." + RsaKey.encode(complete()) + ".";
  }

  private String signWith(RsaKey key) {
    return key.sign(header(key.id), complete());
  }

  private static JsonObject header(String keyId) {
    return JsonObject.of("typ", "JWT", "alg", "RS256", "x5t", keyId, "kid", keyId);
  }

  private JsonObject complete() {
    long now = world.clock.epochSecond();
    return JsonObject.of(
            "iss",
            issuer.issuer(),
            "sub",
            subject(),
            "iat",
            now,
            "nbf",
            now - 600,
            "exp",
            now + lifetime.toSeconds())
        .mergeIn(claims);
  }

  private String subject() {
    String prefix = "repo:" + claims.getString("repository", repository.fullName()) + ":";
    if (claims.containsKey("environment")) {
      return prefix + "environment:" + claims.getString("environment");
    }
    String event = claims.getString("event_name", "");
    return event.equals("pull_request") || event.equals("pull_request_target")
        ? prefix + "pull_request"
        : prefix + "ref:" + claims.getString("ref", "");
  }
}
