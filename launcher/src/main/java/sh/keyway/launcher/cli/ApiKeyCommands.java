package sh.keyway.launcher.cli;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code api-key …}: keys of people and machines. */
@Command(
    name = "api-key",
    description = "API keys of the people on this server.",
    mixinStandardHelpOptions = true)
final class ApiKeyCommands {
  private final CommandContext context;

  /** In this context. */
  ApiKeyCommands(CommandContext context) {
    this.context = context;
  }

  @Command(
      name = "create",
      description = "Make a key and print it; it is shown this once only.",
      mixinStandardHelpOptions = true)
  void create(
      @Option(names = "--user", required = true, paramLabel = "NAME") String user,
      @Option(names = "--name", required = true, paramLabel = "TEXT") String name,
      @Option(
              names = "--scope",
              required = true,
              split = ",",
              paramLabel = "SCOPE",
              description =
                  "May be repeated: read:secrets, write:secrets, delete:secrets, admin:api-keys.")
          List<String> scopes,
      @Option(names = "--expires-days", paramLabel = "DAYS", description = "1 to 365.")
          @Nullable Integer days,
      @Option(
              names = "--allow-ip",
              split = ",",
              paramLabel = "CIDR",
              description = "May be repeated: the only addresses the key works from.")
          @Nullable List<String> addresses)
      throws CommandFailure {
    JsonObject body =
        new JsonObject()
            .put("name", name)
            .put("environment", "live")
            .put("scopes", new JsonArray(scopes));
    if (days != null) {
      body.put("expiresInDays", days);
    }
    if (addresses != null) {
      body.put("allowedIps", new JsonArray(addresses));
    }
    JsonObject made =
        AdminApi.of(context.dataFolder()).call("POST", keys(user), body).orFail().data();
    context.out().println(made.getString("token"));
    context.err().println("Made key " + made.getString("id") + " for " + user + ".");
  }

  @Command(name = "list", description = "List a person's keys.", mixinStandardHelpOptions = true)
  void list(@Option(names = "--user", required = true, paramLabel = "NAME") String user)
      throws CommandFailure {
    JsonArray keys = AdminApi.of(context.dataFolder()).get(keys(user)).orFail().items("keys");
    for (Object key : keys) {
      JsonObject fields = (JsonObject) key;
      boolean active = !Boolean.FALSE.equals(fields.getValue("isActive"));
      context
          .out()
          .println(
              String.join(
                  "  ",
                  fields.getString("id", ""),
                  fields.getString("prefix", "") + "...",
                  active ? "active  " : "inactive",
                  String.join(
                      ",",
                      fields.getJsonArray("scopes", new JsonArray()).stream()
                          .map(String::valueOf)
                          .toList()),
                  fields.getString("name", "")));
    }
  }

  @Command(
      name = "revoke",
      description = "Revoke a key; it stops working at once.",
      mixinStandardHelpOptions = true)
  void revoke(@Parameters(paramLabel = "ID") String id) throws CommandFailure {
    AdminApi.of(context.dataFolder())
        .call("DELETE", "/v1/admin/api-keys/" + Api.encode(id), null)
        .orFail();
    context.out().println("Revoked " + id + ".");
  }

  private static String keys(String user) {
    return "/v1/admin/users/" + Api.encode(user) + "/api-keys";
  }
}
