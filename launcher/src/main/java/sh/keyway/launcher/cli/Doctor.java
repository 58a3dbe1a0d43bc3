package sh.keyway.launcher.cli;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sh.keyway.launcher.DataFolder;
import sh.keyway.launcher.PrivateFiles;
import sh.keyway.launcher.config.Configuration;
import sh.keyway.launcher.config.ConfigurationException;
import sh.keyway.launcher.config.ConfigurationReader;
import sh.keyway.launcher.config.Environment;

/** {@code doctor}: looks at what usually goes wrong, and says what to do about it. */
final class Doctor {
  private final CommandContext context;
  private boolean failed;

  /** In this context. */
  Doctor(CommandContext context) {
    this.context = context;
  }

  /** Looks at everything; fails if something is broken. */
  void run() throws CommandFailure {
    say("ok", "java", Runtime.version().toString(), null);
    Configuration configuration = configuration();
    DataFolder folder =
        configuration == null ? context.dataFolder() : new DataFolder(configuration.dataFolder());
    folder(folder);
    boolean running = server(folder);
    if (!running && configuration != null) {
      port(configuration);
    }
    if (failed) {
      throw new CommandFailure("Something needs your attention.");
    }
  }

  private @Nullable Configuration configuration() {
    try {
      Configuration read =
          ConfigurationReader.read(Environment.read(context.folder(), context.environment()));
      say("ok", "configuration", "every variable can be used", null);
      return read;
    } catch (ConfigurationException e) {
      for (String problem : e.problems()) {
        say("fail", "configuration", problem, "correct it in the environment or the .env file");
      }
      return null;
    }
  }

  private void folder(DataFolder folder) {
    Path path = folder.path();
    if (!Files.isDirectory(path)) {
      say("warn", "data folder", path + " is not there", "the first start makes it");
      return;
    }
    try {
      if (PrivateFiles.writableByOthers(path)) {
        say("fail", "data folder", "others can write " + path, "chmod 700 '" + path + "'");
      } else if (!Files.isWritable(path)) {
        say("fail", "data folder", path + " cannot be written", "run this as the server's user");
      } else {
        say("ok", "data folder", path.toString(), null);
      }
      for (Path file :
          List.of(
              folder.encryptionKeys(),
              folder.jwtSecret(),
              folder.ownerToken(),
              folder.controlToken())) {
        if (Files.exists(file) && PrivateFiles.readableByOthers(file)) {
          say("fail", "secret file", "others can read " + file, "chmod 600 '" + file + "'");
        }
      }
    } catch (IOException e) {
      say("fail", "data folder", path + " cannot be looked at", "run this as the server's user");
    }
  }

  private boolean server(DataFolder folder) {
    JsonObject ready = new JsonObject();
    JsonObject app = new JsonObject();
    try {
      Api api = AdminApi.of(folder);
      ready = api.get("/ready").body();
      app = api.get("/github-app").data();
    } catch (CommandFailure e) {
      // said below
    }
    if (ready.isEmpty()) {
      say("warn", "server", "none answers on this data folder", "keyway-server start");
      return false;
    }
    say("ok", "server", "answers", null);
    part(ready, "database", "see the server's log; with DATABASE_URL check that database");
    part(ready, "crypto", "see the server's log");
    for (GitHubCheck.Finding finding : GitHubCheck.of(app)) {
      say(finding.verdict(), "github", finding.found(), finding.advice());
    }
    return true;
  }

  private void part(JsonObject ready, String name, String advice) {
    boolean well = "connected".equals(ready.getValue(name));
    say(well ? "ok" : "fail", name, well ? "connected" : "does not answer", well ? null : advice);
  }

  private void port(Configuration configuration) {
    String host = configuration.listen().host();
    int port = configuration.listen().port();
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(host, port));
      say("ok", "port", port + " on " + host + " is free", null);
    } catch (IOException e) {
      say(
          "fail",
          "port",
          port + " on " + host + " cannot be used",
          "stop what uses it or set PORT");
    }
  }

  private void say(String verdict, String what, String found, @Nullable String advice) {
    failed |= verdict.equals("fail");
    context
        .out()
        .printf(
            "%-4s  %-13s  %s%s%n", verdict, what, found, advice == null ? "" : "  ->  " + advice);
  }
}
