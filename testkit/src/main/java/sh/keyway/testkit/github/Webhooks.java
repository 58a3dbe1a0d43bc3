package sh.keyway.testkit.github;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The webhooks GitHub would send about the model as it is <em>now</em>: change the model first,
 * then make the delivery (http-auth §6).
 */
public final class Webhooks {
  private final World world;
  private final Shapes shapes;

  Webhooks(World world, Shapes shapes) {
    this.world = world;
    this.shapes = shapes;
  }

  /**
   * {@code created}, {@code deleted}, {@code suspend}, {@code unsuspend}, {@code
   * new_permissions_accepted}.
   */
  public Delivery installation(String action, Installation installation, GitHubUser sender) {
    JsonObject body =
        payload(action, sender)
            .put("installation", shapes.installation(installation))
            .put("requester", null);
    if (action.equals("created") || action.equals("deleted")) {
      body.put(
          "repositories",
          brief(
              world.repositoriesOf(installation.account()).filter(installation::covers).toList()));
    }
    return sign("installation", body);
  }

  /** {@code added}: repositories that the installation covers from now on. */
  public Delivery repositoriesAdded(
      Installation installation, GitHubUser sender, GitHubRepository... added) {
    return repositories("added", installation, sender, List.of(added), List.of());
  }

  /** {@code removed}: repositories that it no longer covers. */
  public Delivery repositoriesRemoved(
      Installation installation, GitHubUser sender, GitHubRepository... removed) {
    return repositories("removed", installation, sender, List.of(), List.of(removed));
  }

  /** Organisation event {@code member_added} or {@code member_removed}. */
  public Delivery organizationMember(
      String action, GitHubOrganization organization, GitHubUser member, GitHubUser sender) {
    GitHubOrganization.Membership membership =
        organization
            .membership(member)
            .orElseGet(() -> new GitHubOrganization.Membership("member", "active"));
    String self = "/orgs/" + organization.login() + "/memberships/" + member.login();
    return sign(
        "organization",
        inOrganization(payload(action, sender), organization)
            .put(
                "membership",
                JsonObject.of(
                    "url", self,
                    "state", membership.state(),
                    "role", membership.role(),
                    "organization_url", "/orgs/" + organization.login(),
                    "user", shapes.account(member))));
  }

  /** Organisation event {@code renamed}. */
  public Delivery organizationRenamed(
      GitHubOrganization organization, String oldLogin, GitHubUser sender) {
    return sign(
        "organization",
        inOrganization(payload("renamed", sender), organization)
            .put("changes", JsonObject.of("login", JsonObject.of("from", oldLogin))));
  }

  /** {@code added} to or {@code removed} from a team; GitHub sends this event for teams only. */
  public Delivery teamMember(
      String action,
      GitHubOrganization organization,
      String team,
      GitHubUser member,
      GitHubUser sender) {
    return sign(
        "membership",
        inOrganization(payload(action, sender), organization)
            .put("scope", "team")
            .put("member", shapes.account(member))
            .put(
                "team",
                JsonObject.of(
                    "id",
                    5_000L,
                    "name",
                    team,
                    "slug",
                    team,
                    "privacy",
                    "closed",
                    "permission",
                    "pull")));
  }

  /** Collaborator event {@code added}, {@code removed} or {@code edited}. */
  public Delivery collaborator(
      String action, GitHubRepository repository, GitHubUser member, GitHubUser sender) {
    return sign(
        "member",
        inRepository(payload(action, sender), repository).put("member", shapes.account(member)));
  }

  /** Repository event without changes: {@code publicized}, {@code privatized}, {@code deleted}. */
  public Delivery repository(String action, GitHubRepository repository, GitHubUser sender) {
    return sign("repository", inRepository(payload(action, sender), repository));
  }

  /** Repository event {@code renamed}. */
  public Delivery repositoryRenamed(
      GitHubRepository repository, String oldName, GitHubUser sender) {
    JsonObject from = JsonObject.of("name", JsonObject.of("from", oldName));
    return sign(
        "repository",
        inRepository(payload("renamed", sender), repository)
            .put("changes", JsonObject.of("repository", from)));
  }

  /** Repository event {@code transferred}; sent to the new owner's installation. */
  public Delivery repositoryTransferred(
      GitHubRepository repository, Account oldOwner, GitHubUser sender) {
    String member = oldOwner instanceof GitHubOrganization ? "organization" : "user";
    JsonObject from = JsonObject.of(member, shapes.account(oldOwner));
    return sign(
        "repository",
        inRepository(payload("transferred", sender), repository)
            .put("changes", JsonObject.of("owner", JsonObject.of("from", from))));
  }

  /** A user took back the App's authorisation; cannot be unsubscribed from. */
  public Delivery authorizationRevoked(GitHubUser user) {
    return sign("github_app_authorization", payload("revoked", user));
  }

  /** What a new webhook is greeted with. */
  public Delivery ping() {
    return sign(
        "ping", JsonObject.of("zen", "Keep it logically awesome.", "hook_id", 292_430_182L));
  }

  /** Any event with any body, properly signed under a fresh delivery id. */
  public Delivery raw(String event, String body) {
    return Delivery.signed(event, UUID.randomUUID().toString(), body, world.app.webhookSecret());
  }

  private Delivery repositories(
      String action,
      Installation installation,
      GitHubUser sender,
      List<GitHubRepository> added,
      List<GitHubRepository> removed) {
    return sign(
        "installation_repositories",
        payload(action, sender)
            .put("installation", shapes.installation(installation))
            .put("repository_selection", installation.selection().wire())
            .put("repositories_added", brief(added))
            .put("repositories_removed", brief(removed))
            .put("requester", null));
  }

  private JsonArray brief(List<GitHubRepository> repositories) {
    return new JsonArray(repositories.stream().map(shapes::repositoryBrief).toList());
  }

  private JsonObject inOrganization(JsonObject body, GitHubOrganization organization) {
    return reference(
        body.put("organization", shapes.organizationBrief(organization)),
        world.installationOn(organization).orElse(null));
  }

  private JsonObject inRepository(JsonObject body, GitHubRepository repository) {
    body.put("repository", shapes.repository(repository));
    if (repository.owner() instanceof GitHubOrganization organization) {
      body.put("organization", shapes.organizationBrief(organization));
    }
    return reference(body, world.installationOn(repository.owner()).orElse(null));
  }

  private static JsonObject reference(JsonObject body, @Nullable Installation installation) {
    return installation == null
        ? body
        : body.put(
            "installation",
            JsonObject.of("id", installation.id(), "node_id", "I_" + installation.id()));
  }

  private JsonObject payload(String action, GitHubUser sender) {
    return JsonObject.of("action", action, "sender", shapes.account(sender));
  }

  private Delivery sign(String event, JsonObject body) {
    return raw(event, body.encode());
  }
}
