package sh.keyway.launcher.badday;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One client talks nonsense while others pull: its own fault every time, and nobody else's. */
class NonsenseIT {
  private static final int ROUNDS = Boolean.getBoolean("keyway.long") ? 30 : 1;
  private static final int NO_ANSWER = 0;
  private static final int PULLERS = 4;
  private static final long SLOWEST_PULL_MILLIS = 3_000;

  @TempDir private Path root;

  @Test
  void nonsenseIsItsSendersFaultAndCostsNobodyElseAnything() throws Exception {
    try (ServerProcess server = ServerProcess.start(root.resolve("data"), Map.of())) {
      Client client = new Client(server.port(), server.ownerToken());
      client.createVault("acme/api");
      client.push("acme/api", "staging", Map.of("KEY", "value"));
      Map<String, String> corpus = Nonsense.corpus(client.token());
      String pull = client.pullRequest("acme/api", "staging");
      Map<String, String> wrong = new LinkedHashMap<>();
      try (Load pulls = Load.start(client, () -> pull, PULLERS)) {
        for (int round = 0; round < ROUNDS; round++) {
          corpus.forEach((name, request) -> {
            String complaint = complaint(client.port(), request);
            if (!complaint.isEmpty()) {
              wrong.put(name, complaint);
            }
          });
        }
        Nonsense.unspeakable(client.token())
            .forEach((name, request) -> {
              int status = status(client.port(), request);
              assertThat(status).as(name).isIn(NO_ANSWER, 400, 501, 505);
            });
        pulls.awaitMore(200, PULLERS);
        pulls.stop();

        System.out.printf(
            "%d requests of %d kinds, meanwhile %s pulls, slowest %d ms%n",
            corpus.size() * ROUNDS, corpus.size(), pulls.counts(), pulls.slowestMillis());
        assertThat(wrong).isEmpty();
        assertThat(pulls.faults()).isEmpty();
        assertThat(pulls.counts()).containsOnlyKeys(200);
        assertThat(pulls.slowestMillis()).isLessThan(SLOWEST_PULL_MILLIS);
      }
      assertThat(client.pull("acme/api", "staging").data().getJsonObject("secrets").getMap())
          .isEqualTo(Map.of("KEY", "value"));
      assertThat(server.output()).doesNotContain("ERROR", "Exception", "\tat ");
    }
  }

  /** What is wrong with the answer; empty if nothing is. */
  private static String complaint(int port, String request) {
    try (Wire wire = new Wire(port)) {
      send(wire, request);
      Answer answer = wire.read(false);
      boolean clients = answer.status() >= 400 && answer.status() < 500;
      boolean told =
          answer.header("content-type").startsWith("application/json")
              && !answer.json().getString("detail", "").isEmpty();
      return clients && told ? "" : answer.toString();
    } catch (IOException | RuntimeException e) {
      return e.toString();
    }
  }

  private static int status(int port, String request) {
    try (Wire wire = new Wire(port)) {
      send(wire, request);
      return wire.read(false).status();
    } catch (SocketTimeoutException e) {
      throw new AssertionError("left hanging", e);
    } catch (IOException e) {
      return NO_ANSWER;
    }
  }

  /** Sends it all, or as much as the server takes before it has heard enough. */
  private static void send(Wire wire, String request) {
    try {
      wire.send(request.getBytes(StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      // its answer is there all the same
    }
  }
}
