package sh.keyway.launcher.badday;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The server is killed again and again while it is written to, every other time with its database.
 */
class KillDuringPushesIT {
  private static final int KILLS = Boolean.getBoolean("keyway.long") ? 50 : 10;
  private static final int LATEST_KILL_MILLIS = 400;

  // One row per environment: how the rows beside its revisions fit to them.
  private static final String CHAINS =
      """
      select v.repo_full_name, e.name, e.head,
        (select count(*) from revisions r where r.environment_id = e.id) as revisions,
        (select coalesce(max(number), 0) from revisions r where r.environment_id = e.id) as newest,
        (select count(distinct a.revision) from activities a
          where a.environment_id = e.id and a.action = 'secrets_pushed' and not a.refused) as audited,
        (select count(*) from activities a
          where a.environment_id = e.id and a.action = 'secrets_pushed' and not a.refused) as audits,
        (select count(*) from secrets s where s.environment_id = e.id and s.version <> e.head)
          as odd_versions
      from environments e join vaults v on v.id = e.vault_id\
      """;

  @TempDir private Path root;
  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final List<Writer> writers =
      Stream.of("acme/api", "acme/web")
          .flatMap(repository ->
              Stream.of("development", "staging", "production")
                  .map(environment -> new Writer(repository, environment)))
          .toList();

  @Test
  void everyAcknowledgedPushIsThereWholeAndNoOtherInPart() throws Exception {
    Path data = root.resolve("data");
    ServerProcess server = ServerProcess.start(data, Map.of());
    try {
      Client client = new Client(server.port(), server.ownerToken());
      client.createVault("acme/api");
      client.createVault("acme/web");
      for (int kill = 1; kill <= KILLS; kill++) {
        pushAndKill(server, client, kill % 2 == 0);
        server = ServerProcess.start(data, Map.of("PORT", Integer.toString(client.port())));
        check(server, client);
      }
    } finally {
      server.close();
    }
    long pushes = writers.stream().mapToLong(Writer::pushes).sum();
    long numbers = writers.stream().mapToLong(Writer::acknowledged).sum();
    System.out.printf("%d kills, %d pushes sent, %d there%n", KILLS, pushes, numbers);
    assertThat(numbers).as("pushes there, seed %d", seed).isGreaterThan(KILLS);
  }

  private void pushAndKill(ServerProcess server, Client client, boolean databaseToo)
      throws Exception {
    List<Thread> threads =
        writers.stream()
            .map(w -> Thread.startVirtualThread(() -> w.pushUntilBroken(client)))
            .toList();
    // The moment is left to chance; nothing is waited for here.
    TimeUnit.MILLISECONDS.sleep(random.nextInt(LATEST_KILL_MILLIS));
    List<ProcessHandle> database = server.database().processes();
    server.kill();
    if (databaseToo) {
      database.forEach(ProcessHandle::destroyForcibly);
    }
    for (Thread thread : threads) {
      assertThat(thread.join(java.time.Duration.ofSeconds(30))).as("writer ended").isTrue();
    }
  }

  private void check(ServerProcess server, Client client) throws Exception {
    for (Writer writer : writers) {
      writer.check(client);
    }
    try (Connection connection = server.database().connectAsOwner();
        Statement statement = connection.createStatement();
        ResultSet chain = statement.executeQuery(CHAINS)) {
      while (chain.next()) {
        String where = chain.getString("repo_full_name") + " " + chain.getString("name");
        long head = chain.getLong("head");
        for (String column : List.of("revisions", "newest", "audited", "audits")) {
          assertThat(chain.getLong(column)).as("%s of %s", column, where).isEqualTo(head);
        }
        assertThat(chain.getLong("odd_versions")).as("versions in %s", where).isZero();
      }
    }
  }
}
