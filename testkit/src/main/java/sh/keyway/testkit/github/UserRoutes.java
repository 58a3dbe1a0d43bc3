package sh.keyway.testkit.github;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** G3, G4, G15, G16: what a person's token may ask about that person. */
final class UserRoutes {
  private final World world;
  private final Shapes shapes;
  private final Access access;
  private final Urls urls;

  UserRoutes(World world, Shapes shapes, Access access, Urls urls) {
    this.world = world;
    this.shapes = shapes;
    this.access = access;
    this.urls = urls;
  }

  void mount(Map<Endpoint, Function<Call, Reply>> routes) {
    routes.put(Endpoint.USER, c -> Reply.ok(shapes.profile(c.requireUser(), true)));
    routes.put(Endpoint.USER_EMAILS, this::emails);
    routes.put(
        Endpoint.USER_BY_LOGIN, c -> profile(world.account(c.param("username")).orElse(null)));
    routes.put(Endpoint.USER_BY_ID, c -> profile(world.account(c.id("account_id")).orElse(null)));
    routes.put(Endpoint.USER_INSTALLATIONS, this::installations);
    routes.put(Endpoint.USER_INSTALLATION_REPOSITORIES, this::repositories);
    routes.put(Endpoint.USER_MEMBERSHIP, this::membership);
  }

  private Reply profile(@Nullable Account account) {
    return switch (account) {
      case GitHubUser user -> Reply.ok(shapes.profile(user, false));
      case GitHubOrganization organization -> Reply.ok(shapes.account(organization));
      case null -> Reply.notFound();
    };
  }

  private Reply emails(Call call) {
    GitHubUser user = call.requireUser();
    Credential who = call.credential();
    if (who.scoped() && !who.hasScope("user", "user:email")) {
      return Reply.notFound();
    }
    call.requirePermission("email_addresses");
    if (who.kind() == CredentialKind.USER
        && !world.app.permissions().containsKey("email_addresses")) {
      return Reply.notAccessible();
    }
    List<JsonObject> emails =
        user.emails().stream()
            .map(e ->
                JsonObject.of(
                    "email", e.address(),
                    "primary", e.primary(),
                    "verified", e.verified(),
                    "visibility", e.primary() ? "private" : null))
            .toList();
    return Paging.array(call, urls.api() + "/user/emails", emails);
  }

  private Reply installations(Call call) {
    GitHubUser user = call.requireUser();
    requireAppToken(call);
    List<JsonObject> all =
        world
            .installations()
            .filter(i -> i.account() == user || memberOf(user, i) || reachesAny(user, i))
            .map(shapes::installation)
            .toList();
    return Paging.wrapped(
        call, urls.api() + "/user/installations", all, "installations", new JsonObject());
  }

  private boolean reachesAny(GitHubUser user, Installation installation) {
    return world
        .repositoriesOf(installation.account())
        .anyMatch(r -> installation.covers(r) && Access.roleOf(user, r).isPresent());
  }

  private static boolean memberOf(GitHubUser user, Installation installation) {
    return installation.account() instanceof GitHubOrganization organization
        && organization.activeMembership(user).isPresent();
  }

  private Reply repositories(Call call) {
    GitHubUser user = call.requireUser();
    requireAppToken(call);
    Installation installation = world.installation(call.id("installation_id")).orElse(null);
    if (installation == null || installation.suspended()) {
      return Reply.notFound();
    }
    List<JsonObject> all =
        world
            .repositoriesOf(installation.account())
            .filter(r -> installation.covers(r) && Access.roleOf(user, r).isPresent())
            .map(r -> shapes.repository(r).put("permissions", access.flags(call.credential(), r)))
            .toList();
    return Paging.wrapped(
        call,
        urls.api() + "/user/installations/" + installation.id() + "/repositories",
        all,
        "repositories",
        JsonObject.of("repository_selection", installation.selection().wire()));
  }

  private Reply membership(Call call) {
    GitHubUser user = call.requireUser();
    GitHubOrganization organization = world.organization(call.param("org")).orElse(null);
    if (organization == null) {
      return Reply.notFound();
    }
    if (call.credential().kind() == CredentialKind.USER
        && world.installationOn(organization).filter(i -> !i.suspended()).isEmpty()) {
      return Reply.notAccessible();
    }
    Credential who = call.credential();
    if (who.scoped() && !who.hasScope("read:org", "write:org", "admin:org")) {
      return Reply.error(403, "You need at least read:org scope");
    }
    return organization
        .membership(user)
        .map(m -> Reply.ok(shapes.membership(organization, user, m)))
        .orElseGet(Reply::notFound);
  }

  private static void requireAppToken(Call call) {
    if (call.credential().kind() != CredentialKind.USER) {
      throw new Refusal(
          Reply.error(
              403,
              "You must authenticate with an access token authorized to a GitHub App in order to"
                  + " list installations"));
    }
  }
}
