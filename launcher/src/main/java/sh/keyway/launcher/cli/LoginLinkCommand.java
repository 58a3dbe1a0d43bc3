package sh.keyway.launcher.cli;

import io.vertx.core.json.JsonObject;

/** {@code login-link}: the address alone on standard output, the rest on standard error. */
final class LoginLinkCommand {
  private final CommandContext context;

  /** In this context. */
  LoginLinkCommand(CommandContext context) {
    this.context = context;
  }

  /** Prints an address for this local user. */
  void run(String user) throws CommandFailure {
    JsonObject link =
        AdminApi.of(context.dataFolder())
            .call("POST", UserCommands.user(user) + "/login-link", null)
            .orFail()
            .data();
    String base = link.getString("baseUrl");
    if (base == null) {
      base = RunningServer.read(context.dataFolder(), context.dataFolder().publicAddress());
    }
    context.out().println(base + link.getString("path"));
    context
        .err()
        .println(
            "It signs a browser in as "
                + user
                + ", once, until "
                + link.getString("expiresAt")
                + ".");
  }
}
