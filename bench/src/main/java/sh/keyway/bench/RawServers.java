package sh.keyway.bench;

import io.vertx.pgclient.PgConnectOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Starts the raw servers on tables of their own. */
final class RawServers {
  private final Options options;
  private final Path folder;
  private final String databaseUrl;
  private final byte[] key = new byte[32];

  /** Makes the tables, too. */
  RawServers(Options options, Path folder, String databaseUrl) throws Exception {
    this.options = options;
    this.folder = folder;
    this.databaseUrl = databaseUrl;
    new SecureRandom().nextBytes(key);
    PgConnectOptions quiet =
        PgConnectOptions.fromUri(databaseUrl).addProperty("client_min_messages", "warning");
    RawTables.create(quiet, key, Samples.secrets(50));
  }

  ServerProcess start(RawShape shape) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(options.jvmFlags);
    arguments.addAll(
        List.of("-cp", System.getProperty("java.class.path"), RawServer.class.getName()));
    Map<String, String> environment =
        Map.of(
            "DATABASE_URL", databaseUrl,
            "BENCH_KEY", Base64.getEncoder().encodeToString(key),
            "BENCH_SHAPE", shape.name(),
            "KEYWAY_EVENT_LOOPS", String.valueOf(options.eventLoops));
    return ServerProcess.start("raw-" + shape.name(), folder, arguments, environment, "/");
  }
}
