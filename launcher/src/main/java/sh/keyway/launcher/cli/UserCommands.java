package sh.keyway.launcher.cli;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code user …}: people of the local forge and their roles. */
@Command(
    name = "user",
    description = "People on this server and their roles.",
    mixinStandardHelpOptions = true)
final class UserCommands {
  private static final String USERS = "/v1/admin/users";
  private static final int PAGE = 100;

  private final CommandContext context;

  /** In this context. */
  UserCommands(CommandContext context) {
    this.context = context;
  }

  @Command(name = "add", description = "Add a person.", mixinStandardHelpOptions = true)
  void add(
      @Parameters(paramLabel = "NAME") String name,
      @Option(names = "--email", paramLabel = "ADDRESS") @Nullable String email,
      @Option(
              names = "--role",
              paramLabel = "ROLE",
              description = "Role on --repo: read, triage, write, maintain or admin.")
          @Nullable String role,
      @Option(names = "--repo", paramLabel = "OWNER/REPO") @Nullable String repository)
      throws CommandFailure {
    if ((role == null) != (repository == null)) {
      throw new CommandFailure("--role and --repo belong together.", 2);
    }
    Repository.checkOptional(repository);
    Api api = AdminApi.of(context.dataFolder());
    JsonObject body = new JsonObject().put("username", name);
    if (email != null) {
      body.put("email", email);
    }
    api.call("POST", USERS, body).orFail();
    context.out().println("Added " + name + ".");
    if (repository != null && role != null) {
      setRole(api, name, repository, role);
    }
  }

  @Command(name = "list", description = "List everybody.", mixinStandardHelpOptions = true)
  void list() throws CommandFailure {
    Api api = AdminApi.of(context.dataFolder());
    for (int offset = 0; ; offset += PAGE) {
      JsonArray users =
          api.get(USERS + "?limit=" + PAGE + "&offset=" + offset).orFail().items("users");
      for (Object user : users) {
        JsonObject fields = (JsonObject) user;
        context
            .out()
            .println(
                fields.getString("username")
                    + (Boolean.TRUE.equals(fields.getValue("isOwner")) ? "  (owner)" : "")
                    + (fields.getString("email") == null ? "" : "  " + fields.getString("email")));
      }
      if (users.size() < PAGE) {
        return;
      }
    }
  }

  @Command(
      name = "remove",
      description = "Remove a person with their roles and API keys.",
      mixinStandardHelpOptions = true)
  void remove(@Parameters(paramLabel = "NAME") String name) throws CommandFailure {
    AdminApi.of(context.dataFolder()).call("DELETE", user(name), null).orFail();
    context.out().println("Removed " + name + ".");
  }

  @Command(
      name = "role",
      description = "Give a role on a repository, or take it away with 'none'.",
      mixinStandardHelpOptions = true)
  void role(
      @Parameters(paramLabel = "NAME") String name,
      @Parameters(paramLabel = "OWNER/REPO") String repository,
      @Parameters(
              paramLabel = "ROLE",
              description = "read, triage, write, maintain, admin or none.")
          String role)
      throws CommandFailure {
    Repository.check(repository);
    setRole(AdminApi.of(context.dataFolder()), name, repository, role);
  }

  @Command(
      name = "sign-out",
      description = "End every session of a person, on every device.",
      mixinStandardHelpOptions = true)
  void signOut(@Parameters(paramLabel = "NAME") String name) throws CommandFailure {
    AdminApi.of(context.dataFolder()).call("DELETE", user(name) + "/sessions", null).orFail();
    context.out().println("Signed " + name + " out.");
  }

  private void setRole(Api api, String name, String repository, String role) throws CommandFailure {
    String path = user(name) + "/roles/" + repository;
    if (role.equals("none")) {
      api.call("DELETE", path, null).orFail();
      context.out().println(name + " has no role on " + repository + " any more.");
    } else {
      api.call("PUT", path, new JsonObject().put("role", role)).orFail();
      context.out().println(name + " has the role " + role + " on " + repository + ".");
    }
  }

  /** The path of one user. */
  static String user(String name) {
    return USERS + "/" + Api.encode(name);
  }
}
