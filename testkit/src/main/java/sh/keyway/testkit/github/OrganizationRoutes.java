package sh.keyway.testkit.github;

import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** G11, G14, G17: organisations and who belongs to them. No membership is public here. */
final class OrganizationRoutes {
  private final World world;
  private final Shapes shapes;
  private final Urls urls;

  OrganizationRoutes(World world, Shapes shapes, Urls urls) {
    this.world = world;
    this.shapes = shapes;
    this.urls = urls;
  }

  void mount(Map<Endpoint, Function<Call, Reply>> routes) {
    routes.put(Endpoint.ORGANIZATION, c -> organization(world.account(c.param("org"))));
    routes.put(
        Endpoint.ORGANIZATION_BY_ID, c -> organization(world.account(c.id("organization_id"))));
    routes.put(Endpoint.MEMBERSHIP, this::membership);
    routes.put(Endpoint.MEMBERS, this::members);
    routes.put(Endpoint.MEMBER, this::member);
  }

  private Reply organization(Optional<Account> account) {
    return account
        .filter(GitHubOrganization.class::isInstance)
        .map(a -> Reply.ok(shapes.organization((GitHubOrganization) a)))
        .orElseGet(Reply::notFound);
  }

  private Reply membership(Call call) {
    GitHubOrganization organization = required(call);
    if (!insider(call, organization)) {
      return call.credential().kind() == CredentialKind.NONE
          ? Reply.error(401, "Requires authentication")
          : Reply.error(403, "You must be a member of " + organization.login());
    }
    GitHubUser user = world.user(call.param("username")).orElse(null);
    if (user == null) {
      return Reply.notFound();
    }
    return organization
        .membership(user)
        .map(m -> Reply.ok(shapes.membership(organization, user, m)))
        .orElseGet(Reply::notFound);
  }

  private Reply members(Call call) {
    GitHubOrganization organization = required(call);
    String role = Optional.ofNullable(call.query("role")).orElse("all");
    boolean inside = sees(call, organization);
    List<JsonObject> members =
        organization.members().entrySet().stream()
            .filter(e -> inside && e.getValue().state().equals("active"))
            .filter(e -> role.equals("all") || role.equals(e.getValue().role()))
            .map(Map.Entry::getKey)
            .sorted(Comparator.comparingLong(GitHubUser::id))
            .map(shapes::account)
            .toList();
    return Paging.array(
        call, urls.api() + "/organizations/" + organization.id() + "/members", members);
  }

  private Reply member(Call call) {
    GitHubOrganization organization = required(call);
    boolean is =
        sees(call, organization)
            && world
                .user(call.param("username"))
                .flatMap(organization::activeMembership)
                .isPresent();
    return is ? Reply.noContent() : Reply.notFound();
  }

  private GitHubOrganization required(Call call) {
    return world.organization(call.param("org")).orElseThrow(() -> new Refusal(Reply.notFound()));
  }

  /** Like {@link #sees}, but an App without the permission is told so. */
  private boolean insider(Call call, GitHubOrganization organization) {
    Installation installation = call.credential().installation();
    if (installation != null) {
      call.requirePermission("members");
      if (installation.account() != organization) {
        throw new Refusal(Reply.notAccessible());
      }
    }
    return sees(call, organization);
  }

  private boolean sees(Call call, GitHubOrganization organization) {
    Credential who = call.credential();
    Installation installation = who.installation();
    Token token = who.token();
    if (token == null) {
      return false;
    }
    if (installation != null) {
      return installation.account() == organization && token.may("members", "read");
    }
    GitHubUser user = who.user();
    if (user == null || organization.activeMembership(user).isEmpty()) {
      return false;
    }
    return switch (who.kind()) {
      case CLASSIC, OAUTH -> who.hasScope("read:org", "write:org", "admin:org");
      case FINE_GRAINED -> token.owner() == organization && token.may("members", "read");
      case USER ->
          world
              .installationOn(organization)
              .filter(i -> !i.suspended() && i.permissions().containsKey("members"))
              .isPresent();
      default -> false;
    };
  }
}
