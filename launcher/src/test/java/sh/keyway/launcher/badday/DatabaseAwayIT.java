package sh.keyway.launcher.badday;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.keyway.postgres.EmbeddedPostgres.Login;
import sh.keyway.testkit.DedicatedPostgres;
import sh.keyway.testkit.RunningPostgres;

/**
 * The database goes away under a load of pulls and pushes: 503 within three seconds, never anything
 * that a client would take for its own fault, and recovery without a restart of ours.
 */
class DatabaseAwayIT {
  private static final int PULLERS = 8;
  private static final int PUSHERS = 6;
  private static final int FREEZES = Boolean.getBoolean("keyway.long") ? 10 : 2;
  private static final int SOME = 40;
  private static final long SLOWEST_MILLIS = 3_000;
  private static final Map<String, String> SECRETS = Map.of("KEY", "value", "OTHER", "value");

  @TempDir private Path root;

  @Test
  void theEmbeddedDatabaseIsRestartedKilledAndStoppedInItsTracks() throws Exception {
    try (ServerProcess server = ServerProcess.start(root.resolve("data"), Map.of())) {
      Client client = prepared(server);
      RunningPostgres database = server.database();
      try (Load pulls = pulls(client);
          Load pushes = pushes(client)) {
        comesBackAfter(server, pulls, pushes, database::end);
        comesBackAfter(server, pulls, pushes, database::kill);
        for (int i = 0; i < FREEZES; i++) {
          database.freeze();
          isAway(server, pulls, pushes);
          database.thaw();
          isBack(server, pulls, pushes);
        }
        pulls.stop();
        pushes.stop();
        assertAcceptable(pulls);
        assertAcceptable(pushes);
      }
    }
  }

  @Test
  void aConfiguredDatabaseRefusesAndComesBack() throws Exception {
    try (DedicatedPostgres database = DedicatedPostgres.start();
        ServerProcess server =
            ServerProcess.start(root.resolve("data"), variables(database.database().owner()))) {
      Client client = prepared(server);
      try (Load pulls = pulls(client);
          Load pushes = pushes(client)) {
        database.stop();
        isAway(server, pulls, pushes);
        database.resume();
        isBack(server, pulls, pushes);
        pulls.stop();
        pushes.stop();
        assertAcceptable(pulls);
        assertAcceptable(pushes);
      }
    }
  }

  /** Something to do to the database. */
  private interface Harm {
    void act() throws Exception;
  }

  private static void comesBackAfter(ServerProcess server, Load pulls, Load pushes, Harm harm)
      throws Exception {
    long before = server.database().pid();
    harm.act();
    Until.isTrue(
        "another database process",
        () -> {
          long now = server.database().pid();
          return now > 0 && now != before;
        });
    isBack(server, pulls, pushes);
  }

  private static void isAway(ServerProcess server, Load pulls, Load pushes) throws Exception {
    Until.isTrue("health shows it", () -> server.health().status() == 503);
    long begin = System.nanoTime();
    Answer health = server.health();
    assertThat((System.nanoTime() - begin) / 1_000_000).isLessThan(SLOWEST_MILLIS);
    assertThat(health.json().getString("database")).isEqualTo("disconnected");
    assertThat(health.json().getString("status")).isEqualTo("unhealthy");
    assertThat(health.json().getString("crypto")).isEqualTo("connected");
    pulls.awaitMore(503, SOME);
    pushes.awaitMore(503, PUSHERS);
  }

  private static void isBack(ServerProcess server, Load pulls, Load pushes) throws Exception {
    Until.isTrue("healthy again", () -> server.health().status() == 200);
    pulls.awaitMore(200, SOME);
    pushes.awaitMore(200, PUSHERS);
  }

  private static void assertAcceptable(Load load) {
    System.out.println(load.counts() + ", slowest " + load.slowestMillis() + " ms");
    assertThat(load.faults()).isEmpty();
    assertThat(load.counts().keySet()).isSubsetOf(200, 503);
    assertThat(load.slowestMillis()).isLessThan(SLOWEST_MILLIS);
  }

  private static Client prepared(ServerProcess server) throws Exception {
    Client client = new Client(server.port(), server.ownerToken());
    client.createVault("acme/api");
    assertThat(client.push("acme/api", "staging", SECRETS).status()).isEqualTo(200);
    return client;
  }

  private static Load pulls(Client client) throws Exception {
    String pull = client.pullRequest("acme/api", "staging");
    Load load = Load.start(client, () -> pull, PULLERS);
    load.awaitMore(200, SOME);
    return load;
  }

  private static Load pushes(Client client) throws Exception {
    Load load =
        Load.start(
            client,
            () ->
                client.pushRequest("acme/api", "production", Map.of("KEY", "" + System.nanoTime())),
            PUSHERS);
    load.awaitMore(200, PUSHERS);
    return load;
  }

  private static Map<String, String> variables(Login login) {
    String url =
        "postgres://%s:%s@%s:%d/%s?sslmode=disable"
            .formatted(
                login.user(),
                URLEncoder.encode(login.password(), StandardCharsets.UTF_8),
                login.host(),
                login.port(),
                login.database());
    return Map.of(
        "DATABASE_URL", url, "ENCRYPTION_KEY", "ab".repeat(32), "JWT_SECRET", "s".repeat(32));
  }
}
