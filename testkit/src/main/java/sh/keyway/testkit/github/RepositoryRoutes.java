package sh.keyway.testkit.github;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import sh.keyway.contracts.Role;

/** G8, G10, G12, G13. A repository the caller may not see is a 404, a moved one a redirect. */
final class RepositoryRoutes {
  private final World world;
  private final Shapes shapes;
  private final Access access;
  private final Urls urls;

  RepositoryRoutes(World world, Shapes shapes, Access access, Urls urls) {
    this.world = world;
    this.shapes = shapes;
    this.access = access;
    this.urls = urls;
  }

  void mount(Map<Endpoint, Function<Call, Reply>> routes) {
    routes.put(Endpoint.REPOSITORY, seen(this::repository));
    routes.put(Endpoint.COLLABORATOR_PERMISSION, seen(this::permission));
    routes.put(Endpoint.COLLABORATOR, seen(this::collaborator));
    routes.put(Endpoint.COLLABORATORS, seen(this::collaborators));
    routes.put(Endpoint.REPOSITORY_INSTALLATION, this::installation);
  }

  private Reply repository(Call call, GitHubRepository repository) {
    JsonObject body = shapes.repository(repository);
    JsonObject flags = access.flags(call.credential(), repository);
    if (flags != null) {
      body.put("permissions", flags);
    }
    if (repository.owner() instanceof GitHubOrganization organization) {
      body.put("organization", shapes.account(organization));
    }
    return Reply.ok(body);
  }

  private Reply permission(Call call, GitHubRepository repository) {
    requireInsight(call, repository);
    String username = call.param("username");
    GitHubUser user = world.user(username).orElse(null);
    if (user == null) {
      return Reply.error(404, username + " is not a user");
    }
    Optional<RepositoryRole> granted = Access.roleOf(user, repository);
    // GitHub says "read" of every account where the repository is public (W5)
    RepositoryRole role =
        granted.orElse(repository.isPrivate() ? null : RepositoryRole.of(Role.READ));
    return Reply.ok(
        JsonObject.of(
            "permission", role == null ? "none" : role.legacyPermission(),
            "user", shapes.collaborator(user, role),
            "role_name", role == null ? "" : role.name()));
  }

  private Reply collaborator(Call call, GitHubRepository repository) {
    requireInsight(call, repository);
    boolean is =
        world.user(call.param("username")).flatMap(u -> Access.roleOf(u, repository)).isPresent();
    return is ? Reply.noContent() : Reply.notFound();
  }

  private Reply collaborators(Call call, GitHubRepository repository) {
    requireInsight(call, repository);
    String affiliation = Optional.ofNullable(call.query("affiliation")).orElse("all");
    List<JsonObject> all =
        world
            .users()
            .sorted((a, b) -> Long.compare(a.id(), b.id()))
            .filter(u -> affiliated(u, repository, affiliation))
            .flatMap(u -> Access.roleOf(u, repository).map(r -> shapes.collaborator(u, r)).stream())
            .toList();
    return Paging.array(
        call, urls.api() + "/repositories/" + repository.id() + "/collaborators", all);
  }

  private static boolean affiliated(GitHubUser user, GitHubRepository repository, String which) {
    boolean direct = repository.collaborators().containsKey(user);
    return switch (which) {
      case "direct" -> direct;
      case "outside" ->
          direct
              && !(repository.owner() instanceof GitHubOrganization organization
                  && organization.activeMembership(user).isPresent());
      default -> true;
    };
  }

  /** G8: by the App's JWT, for a repository it is installed on. */
  private Reply installation(Call call) {
    call.requireApp();
    GitHubRepository repository = find(call);
    return world
        .installationCovering(repository)
        .map(i -> Reply.ok(shapes.installation(i)))
        .orElseGet(Reply::notFound);
  }

  /** Who has access is told to installations and to people who may push. */
  private static void requireInsight(Call call, GitHubRepository repository) {
    Installation installation = call.credential().installation();
    if (call.credential().kind() == CredentialKind.NONE) {
      throw new Refusal(Reply.error(401, "Requires authentication"));
    }
    if (installation != null) {
      call.requirePermission("metadata");
      if (!Access.covered(installation, repository)) {
        throw new Refusal(Reply.notAccessible());
      }
      return;
    }
    GitHubUser user = call.requireUser();
    boolean pushes =
        Access.roleOf(user, repository)
            .filter(r -> r.base().compareTo(Role.WRITE) >= 0)
            .isPresent();
    if (!pushes) {
      throw new Refusal(
          Reply.error(403, "Must have push access to view repository collaborators."));
    }
  }

  private Function<Call, Reply> seen(BiFunction<Call, GitHubRepository, Reply> handler) {
    return call -> {
      if (call.credential().kind() == CredentialKind.APP_JWT) {
        return Reply.notAccessible();
      }
      GitHubRepository repository = find(call);
      return access.sees(call.credential(), repository)
          ? handler.apply(call, repository)
          : Reply.notFound();
    };
  }

  private GitHubRepository find(Call call) {
    if (call.path().containsKey("repository_id")) {
      return world
          .repository(call.id("repository_id"))
          .orElseThrow(() -> new Refusal(Reply.notFound()));
    }
    String owner = call.param("owner");
    String name = call.param("repo");
    return world.repository(owner, name).orElseThrow(() -> new Refusal(moved(call, owner, name)));
  }

  private Reply moved(Call call, String owner, String name) {
    GitHubRepository repository = world.movedRepository(owner, name).orElse(null);
    boolean app = call.credential().kind() == CredentialKind.APP_JWT;
    if (repository == null || !(app || access.sees(call.credential(), repository))) {
      return Reply.notFound();
    }
    String url =
        urls.api()
            + "/repositories/"
            + repository.id()
            + RouteMatch.belowRepository(call.endpoint(), call.path());
    return Reply.of(
            301,
            JsonObject.of(
                "message",
                "Moved Permanently",
                "url",
                url,
                "documentation_url",
                Reply.DOCUMENTATION))
        .with("location", url);
  }
}
