package sh.keyway.launcher.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Parameters;
import sh.keyway.launcher.Version;
import sh.keyway.launcher.config.Configuration;
import sh.keyway.launcher.config.ConfigurationException;
import sh.keyway.launcher.config.ConfigurationReader;
import sh.keyway.launcher.config.Environment;
import sh.keyway.launcher.start.Server;
import sh.keyway.launcher.start.StartFailure;

/** The command line. Exit status: 0 done, 1 failed, 2 misused, 78 set-up to be changed. */
@Command(
    name = "keyway-server",
    description = "Keeps a team's secrets and hands them to whoever has access to the repository.",
    mixinStandardHelpOptions = true,
    versionProvider = ServerCommand.Release.class,
    synopsisSubcommandLabel = "COMMAND")
public final class ServerCommand {

  private final CommandContext context;

  private ServerCommand(CommandContext context) {
    this.context = context;
  }

  /**
   * Runs one command; blocks until it is done, which for {@code start} is the end of the process.
   *
   * @return exit status
   */
  public static int run(CommandContext context, String... arguments) {
    CommandLine line = new CommandLine(new ServerCommand(context));
    line.addSubcommand(new UserCommands(context));
    line.addSubcommand(new ApiKeyCommands(context));
    line.addSubcommand(new VaultCommands(context));
    line.setOut(new PrintWriter(context.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(context.err(), true, StandardCharsets.UTF_8));
    line.setExecutionExceptionHandler((failure, command, parsed) -> report(context, failure));
    return line.execute(arguments);
  }

  @Command(name = "start", description = "Run the server.", mixinStandardHelpOptions = true)
  void start() throws CommandFailure {
    Configuration configuration = configuration();
    Logging.setUp(configuration.logLevel());
    Running.untilStopped(new Server(configuration), context);
  }

  @Command(
      name = "migrate",
      description = "Bring the database to this release without serving.",
      mixinStandardHelpOptions = true)
  void migrate() throws CommandFailure {
    Configuration configuration = configuration();
    Logging.setUp(configuration.logLevel());
    Running.migrate(new Server(configuration), context);
  }

  @Command(
      name = "doctor",
      description = "Look at what usually goes wrong.",
      mixinStandardHelpOptions = true)
  void doctor() throws CommandFailure {
    new Doctor(context).run();
  }

  @Command(
      name = "login-link",
      description = {
        "Print an address that signs a browser in as a local user.",
        "It is good once, for a few minutes. Send it to nobody else."
      },
      mixinStandardHelpOptions = true)
  void loginLink(@Parameters(paramLabel = "USER") String user) throws CommandFailure {
    new LoginLinkCommand(context).run(user);
  }

  @Command(
      name = "push",
      description = "Replace what an environment holds by what a file says.",
      mixinStandardHelpOptions = true)
  void push(
      @Parameters(paramLabel = "OWNER/REPO") String repository,
      @Parameters(paramLabel = "ENVIRONMENT") String environment,
      @Parameters(
              paramLabel = "FILE",
              arity = "0..1",
              defaultValue = ".env",
              description = "By default .env; - is standard input.")
          String file)
      throws CommandFailure {
    Repository.check(repository);
    new SecretsCommands(context).push(repository, environment, file);
  }

  @Command(
      name = "pull",
      description = "Write what an environment holds to a file.",
      mixinStandardHelpOptions = true)
  void pull(
      @Parameters(paramLabel = "OWNER/REPO") String repository,
      @Parameters(paramLabel = "ENVIRONMENT") String environment,
      @Parameters(
              paramLabel = "FILE",
              arity = "0..1",
              defaultValue = ".env",
              description = {
                "By default .env; - is standard output.",
                "Not the .env of a folder a server is started in, if that would change a setting of"
                    + " the server."
              })
          String file)
      throws CommandFailure {
    Repository.check(repository);
    new SecretsCommands(context).pull(repository, environment, file);
  }

  private Configuration configuration() throws CommandFailure {
    try {
      return ConfigurationReader.read(Environment.read(context.folder(), context.environment()));
    } catch (ConfigurationException e) {
      throw new CommandFailure(String.valueOf(e.getMessage()), StartFailure.SETUP);
    }
  }

  /** One clear paragraph for what was to be expected; the trace only for a bug of ours. */
  private static int report(CommandContext context, Exception failure) {
    if (failure instanceof CommandFailure known) {
      context.err().println(known.getMessage());
      return known.exitCode();
    }
    context.err().println("This is a bug of Keyway; please report it with the following:");
    failure.printStackTrace(context.err());
    return StartFailure.FAILED;
  }

  /** Answers {@code --version}. */
  static final class Release implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"keyway-server " + Version.current()};
    }
  }
}
