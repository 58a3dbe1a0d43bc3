package sh.keyway.testkit.github;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** G5, G6, G7, G9: what the App asks about itself, and what an installation token lists. */
final class AppRoutes {
  private final World world;
  private final Shapes shapes;
  private final Access access;
  private final Urls urls;

  AppRoutes(World world, Shapes shapes, Access access, Urls urls) {
    this.world = world;
    this.shapes = shapes;
    this.access = access;
    this.urls = urls;
  }

  void mount(Map<Endpoint, Function<Call, Reply>> routes) {
    routes.put(Endpoint.APP, app(c -> Reply.ok(shapes.app())));
    routes.put(Endpoint.APP_INSTALLATIONS, app(this::installations));
    routes.put(Endpoint.APP_INSTALLATION, app(c -> Reply.ok(shapes.installation(required(c)))));
    routes.put(Endpoint.INSTALLATION_TOKEN, app(this::token));
    routes.put(
        Endpoint.ORGANIZATION_INSTALLATION, app(c -> on(world.organization(c.param("org")))));
    routes.put(Endpoint.USER_INSTALLATION, app(c -> on(world.user(c.param("username")))));
    routes.put(Endpoint.INSTALLATION_REPOSITORIES, this::repositories);
    routes.put(Endpoint.REVOKE_INSTALLATION_TOKEN, this::revoke);
  }

  private Reply installations(Call call) {
    List<JsonObject> all = world.installations().map(shapes::installation).toList();
    return Paging.array(call, urls.api() + "/app/installations", all);
  }

  private Reply on(Optional<? extends Account> account) {
    return account
        .flatMap(world::installationOn)
        .map(i -> Reply.ok(shapes.installation(i)))
        .orElseGet(Reply::notFound);
  }

  /** G6; the body may narrow repositories and permissions, never widen them. */
  private Reply token(Call call) {
    Installation installation = required(call);
    if (installation.suspended()) {
      return Reply.error(403, "This installation has been suspended");
    }
    JsonObject body = call.json();
    Map<String, String> permissions = permissions(installation, body);
    Selection selection = selection(installation, body);
    String token =
        world
            .tokens
            .issue(Token.Kind.INSTALLATION, null)
            .installation(installation)
            .selection(selection)
            .permissions(permissions)
            .lifetime(Tokens.INSTALLATION_TOKEN)
            .create();
    JsonObject reply =
        JsonObject.of(
            "token",
            token,
            "expires_at",
            world
                .clock
                .now()
                .plus(Tokens.INSTALLATION_TOKEN)
                .truncatedTo(ChronoUnit.SECONDS)
                .toString(),
            "permissions",
            Shapes.map(permissions),
            "repository_selection",
            selection.all() ? installation.selection().wire() : "selected");
    if (!selection.all()) {
      reply.put(
          "repositories",
          new JsonArray(
              selection.repositoryIds().stream()
                  .flatMap(id -> world.repository(id).stream())
                  .map(shapes::repository)
                  .toList()));
    }
    return Reply.of(201, reply);
  }

  private static Map<String, String> permissions(Installation installation, JsonObject body) {
    JsonObject asked = body.getJsonObject("permissions");
    if (asked == null) {
      return installation.permissions();
    }
    Map<String, String> granted = new HashMap<>();
    for (String name : asked.fieldNames()) {
      String access = asked.getString(name);
      String held = installation.permissions().get(name);
      if (held == null || (held.equals("read") && !access.equals("read"))) {
        throw new Refusal(
            Reply.error(422, "The permissions requested are not granted to this installation."));
      }
      granted.put(name, access);
    }
    return granted;
  }

  private Selection selection(Installation installation, JsonObject body) {
    JsonArray ids = body.getJsonArray("repository_ids");
    JsonArray names = body.getJsonArray("repositories");
    if (ids == null && names == null) {
      return Selection.ALL;
    }
    Set<Long> chosen = new HashSet<>();
    for (int i = 0; ids != null && i < ids.size(); i++) {
      chosen.add(ids.getLong(i));
    }
    for (int i = 0; names != null && i < names.size(); i++) {
      world
          .repository(installation.account().login(), names.getString(i))
          .ifPresentOrElse(r -> chosen.add(r.id()), () -> chosen.add(0L));
    }
    boolean covered =
        chosen.stream()
            .allMatch(id -> world.repository(id).filter(installation::covers).isPresent());
    if (!covered) {
      throw new Refusal(
          Reply.error(
              422,
              "There is at least one repository that does not exist or is not accessible to the"
                  + " parent installation."));
    }
    return new Selection(false, chosen);
  }

  private Reply repositories(Call call) {
    Installation installation = call.credential().installation();
    Token token = call.credential().token();
    if (installation == null || token == null) {
      return call.credential().kind() == CredentialKind.NONE
          ? Reply.error(401, "Requires authentication")
          : Reply.error(403, "You must authenticate with an installation access token");
    }
    List<JsonObject> all =
        world
            .repositoriesOf(installation.account())
            .filter(r -> installation.covers(r) && token.selection().covers(r))
            .map(r -> shapes.repository(r).put("permissions", access.flags(call.credential(), r)))
            .toList();
    return Paging.wrapped(
        call,
        urls.api() + "/installation/repositories",
        all,
        "repositories",
        JsonObject.of("repository_selection", installation.selection().wire()));
  }

  private Reply revoke(Call call) {
    Token token = call.credential().token();
    if (token == null || call.credential().kind() != CredentialKind.INSTALLATION) {
      return Reply.error(401, "Bad credentials");
    }
    world.tokens.revoke(token.value());
    return Reply.noContent();
  }

  private Installation required(Call call) {
    return world
        .installation(call.id("installation_id"))
        .orElseThrow(() -> new Refusal(Reply.notFound()));
  }

  private static Function<Call, Reply> app(Function<Call, Reply> handler) {
    return call -> {
      call.requireApp();
      return handler.apply(call);
    };
  }
}
