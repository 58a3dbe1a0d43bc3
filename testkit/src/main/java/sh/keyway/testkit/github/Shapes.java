package sh.keyway.testkit.github;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The model in GitHub's JSON: the members of http-auth §7 and their usual neighbours. */
final class Shapes {
  private static final String CREATED = "2020-01-02T03:04:05Z";
  private final Urls urls;
  private final World world;

  Shapes(Urls urls, World world) {
    this.urls = urls;
    this.world = world;
  }

  /** The short form of an account, as it appears inside other answers. */
  JsonObject account(Account account) {
    String login = account.login();
    String self = urls.api() + "/users/" + login;
    return JsonObject.of(
            "login",
            login,
            "id",
            account.id(),
            "node_id",
            nodeId(account.type(), account.id()),
            "avatar_url",
            avatar(account),
            "gravatar_id",
            "",
            "url",
            self,
            "html_url",
            urls.web() + "/" + login,
            "repos_url",
            self + "/repos",
            "organizations_url",
            self + "/orgs",
            "type",
            account.type())
        .put("user_view_type", "public")
        .put("site_admin", false);
  }

  /** G3 and profiles; the private form is the user's own. */
  JsonObject profile(GitHubUser user, boolean own) {
    JsonObject profile =
        account(user)
            .put("name", user.name())
            .put("company", null)
            .put("blog", "")
            .put("location", null)
            .put("email", user.publicEmail())
            .put("hireable", null)
            .put("bio", null)
            .put("public_repos", world.repositoriesOf(user).filter(r -> !r.isPrivate()).count())
            .put("public_gists", 0)
            .put("followers", 0)
            .put("following", 0)
            .put("created_at", CREATED)
            .put("updated_at", CREATED);
    return own ? profile.put("two_factor_authentication", true) : profile;
  }

  /** The short form of an organisation, as in a membership or a webhook. */
  JsonObject organizationBrief(GitHubOrganization organization) {
    String self = urls.api() + "/orgs/" + organization.login();
    return JsonObject.of(
        "login",
        organization.login(),
        "id",
        organization.id(),
        "node_id",
        nodeId("Organization", organization.id()),
        "url",
        self,
        "repos_url",
        self + "/repos",
        "events_url",
        self + "/events",
        "hooks_url",
        self + "/hooks",
        "members_url",
        self + "/members{/member}",
        "avatar_url",
        avatar(organization),
        "description",
        null);
  }

  /** G17. */
  JsonObject organization(GitHubOrganization organization) {
    return organizationBrief(organization)
        .put("name", organization.name())
        .put("company", null)
        .put("blog", "")
        .put("email", null)
        .put("is_verified", false)
        .put("has_organization_projects", true)
        .put("public_repos", 0)
        .put("html_url", urls.web() + "/" + organization.login())
        .put("created_at", CREATED)
        .put("updated_at", CREATED)
        .put("type", "Organization");
  }

  /** G10 without {@code permissions}. */
  JsonObject repository(GitHubRepository repository) {
    String self = urls.api() + "/repos/" + repository.fullName();
    String html = urls.web() + "/" + repository.fullName();
    return JsonObject.of(
            "id", repository.id(),
            "node_id", nodeId("Repository", repository.id()),
            "name", repository.name(),
            "full_name", repository.fullName(),
            "private", repository.isPrivate(),
            "owner", account(repository.owner()),
            "html_url", html,
            "description", null,
            "fork", false,
            "url", self)
        .put("collaborators_url", self + "/collaborators{/collaborator}")
        .put("clone_url", html + ".git")
        .put("created_at", CREATED)
        .put("updated_at", CREATED)
        .put("pushed_at", CREATED)
        .put("archived", false)
        .put("disabled", false)
        .put("visibility", repository.isPrivate() ? "private" : "public")
        .put("default_branch", "main");
  }

  /** The three members of a repository that webhooks about installations carry. */
  JsonObject repositoryBrief(GitHubRepository repository) {
    return JsonObject.of(
        "id", repository.id(),
        "node_id", nodeId("Repository", repository.id()),
        "name", repository.name(),
        "full_name", repository.fullName(),
        "private", repository.isPrivate());
  }

  /** G11 and G16. */
  JsonObject membership(
      GitHubOrganization organization, GitHubUser user, GitHubOrganization.Membership membership) {
    String self = urls.api() + "/orgs/" + organization.login();
    return JsonObject.of(
        "url", self + "/memberships/" + user.login(),
        "state", membership.state(),
        "role", membership.role(),
        "direct_membership", true,
        "organization_url", self,
        "user", account(user),
        "organization", organizationBrief(organization));
  }

  /** One entry of G13, and {@code user} in G12. */
  JsonObject collaborator(GitHubUser user, @Nullable RepositoryRole role) {
    JsonObject flags =
        role == null
            ? JsonObject.of(
                "admin", false, "maintain", false, "push", false, "triage", false, "pull", false)
            : Access.flags(role.base());
    return account(user)
        .put("permissions", flags)
        .put("role_name", role == null ? "" : role.name());
  }

  /** G5, G8, G9 and entries of G15. */
  JsonObject installation(Installation installation) {
    Account account = installation.account();
    String self = urls.api() + "/app/installations/" + installation.id();
    String created = installation.created().truncatedTo(ChronoUnit.SECONDS).toString();
    String suspended =
        installation.suspendedAt() == null
            ? null
            : installation.suspendedAt().truncatedTo(ChronoUnit.SECONDS).toString();
    return JsonObject.of(
            "id", installation.id(),
            "client_id", world.app.clientId(),
            "account", account(account),
            "repository_selection", installation.selection().wire(),
            "access_tokens_url", self + "/access_tokens",
            "repositories_url", urls.api() + "/installation/repositories",
            "html_url", urls.web() + "/settings/installations/" + installation.id(),
            "app_id", world.app.id(),
            "app_slug", world.app.slug(),
            "target_id", account.id())
        .put("target_type", account.type())
        .put("permissions", map(installation.permissions()))
        .put("events", new JsonArray(world.app.events()))
        .put("created_at", created)
        .put("updated_at", created)
        .put("single_file_name", null)
        .put("has_multiple_single_files", false)
        .put("single_file_paths", new JsonArray())
        .put("suspended_by", null)
        .put("suspended_at", suspended);
  }

  /** The App as registered. */
  JsonObject app() {
    return JsonObject.of(
        "id", world.app.id(),
        "slug", world.app.slug(),
        "client_id", world.app.clientId(),
        "name", world.app.slug(),
        "description", null,
        "external_url", "https://keyway.example",
        "html_url", urls.web() + "/apps/" + world.app.slug(),
        "permissions", map(world.app.permissions()),
        "events", new JsonArray(world.app.events()),
        "installations_count", world.installations().count());
  }

  static JsonObject map(Map<String, String> strings) {
    JsonObject json = new JsonObject();
    strings.forEach(json::put);
    return json;
  }

  private String avatar(Account account) {
    return urls.web() + "/avatars/u/" + account.id() + "?v=4";
  }

  private static String nodeId(String type, long id) {
    String text = "0" + type.charAt(0) + ":" + type + id;
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
