package sh.keyway.bench;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.pgclient.PgConnectOptions;
import java.util.Base64;
import java.util.Map;

/**
 * The limit of the machine: an HTTP server that does for a request what a pull cannot do without
 * (one SELECT, the decryption, an audit row made durable) and nothing else: no routing, no
 * authentication, no permissions.
 *
 * <p>Reads {@code DATABASE_URL}, {@code BENCH_KEY} (Base64), {@code BENCH_SHAPE}, {@code PORT} and
 * {@code KEYWAY_EVENT_LOOPS} from the environment.
 */
final class RawServer {
  private RawServer() {}

  /** Runs until killed. */
  public static void main(String[] args) {
    Map<String, String> env = System.getenv();
    int loops = Integer.parseInt(env.getOrDefault("KEYWAY_EVENT_LOOPS", "2"));
    PgConnectOptions database =
        PgConnectOptions.fromUri(env.get("DATABASE_URL"))
            .setCachePreparedStatements(true)
            .setPipeliningLimit(1024);
    byte[] key = Base64.getDecoder().decode(env.get("BENCH_KEY"));
    RawShape shape = RawShape.valueOf(env.getOrDefault("BENCH_SHAPE", "ROWS"));
    int port = Integer.parseInt(env.getOrDefault("PORT", "0"));
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(loops));
    vertx
        .deployVerticle(
            () -> new RawVerticle(database, key, shape, port),
            new DeploymentOptions().setInstances(loops))
        .onFailure(failure -> {
          System.err.println("cannot start: " + failure);
          System.exit(1);
        });
  }
}
