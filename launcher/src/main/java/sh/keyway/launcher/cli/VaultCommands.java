package sh.keyway.launcher.cli;

import io.vertx.core.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vault …}: what an operator does to vaults. */
@Command(name = "vault", description = "Vaults on this server.", mixinStandardHelpOptions = true)
final class VaultCommands {
  private final CommandContext context;

  /** In this context. */
  VaultCommands(CommandContext context) {
    this.context = context;
  }

  @Command(
      name = "move",
      description = "Take a vault's roles from GitHub, or from this server itself.",
      mixinStandardHelpOptions = true)
  void move(
      @Parameters(paramLabel = "OWNER/REPO") String repository,
      @Option(
              names = "--to",
              paramLabel = "FORGE",
              required = true,
              description = "github or local.")
          String forge)
      throws CommandFailure {
    Repository.check(repository);
    AdminApi.of(context.dataFolder())
        .call(
            "POST",
            "/v1/admin/vaults/" + repository + "/move",
            new JsonObject().put("forge", forge))
        .orFail();
    context.out().println("Roles on " + repository + " come from " + forge + " now.");
  }
}
