package sh.keyway.launcher.badday;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import sh.keyway.launcher.badday.ScriptedClient.Kind;

/**
 * What the three published clients do, in the order of clients.md §8, as far as this release goes.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PublishedClientsIT {
  private static final String REPOSITORY = "Acme/api.js";
  private static final String VAULT = "/v1/vaults/Acme/api.js";
  private static final Map<String, String> FIRST =
      Map.of(
          "PLAIN", "a=b#c $d \\n 'x' \"y\"",
          "BLANKS", "  both ends\t",
          "QUOTED", "\"quoted\"",
          "SINGLE", "'quoted'",
          "LONE", "\"",
          "EMOJI", "\uD83D\uDD11 schlüssel",
          "EMPTY", "",
          "WINDOWS", "C:\\new\\table");

  @TempDir private static Path root;
  private static ServerProcess server;

  private final ScriptedClient cli = client(Kind.CLI);
  private final ScriptedClient mcp = client(Kind.MCP);
  private final ScriptedClient action = client(Kind.ACTION);

  @BeforeAll
  static void start() throws Exception {
    server = ServerProcess.start(root.resolve("data"), Map.of());
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @Test
  @Order(1)
  void doctorIsSatisfied() throws Exception {
    Answer probe =
        Wire.once(
            server.port(),
            "HEAD //v1/health HTTP/1.1\r\nHost: x\r\nUser-Agent: Go-http-client/1.1\r\n\r\n");
    Answer who = cli.send("POST", "/v1/auth/token/validate", "{}");

    assertThat(probe.status()).isEqualTo(200);
    assertThat(who.status()).isEqualTo(200);
    assertThat(who.data().getValue("username")).isInstanceOf(String.class);
    assertThat(who.data().getValue("plan")).isInstanceOf(String.class);
  }

  @Test
  @Order(2)
  void initMakesTheVaultOnce() throws Exception {
    assertRefused(cli.send("GET", VAULT, ""), 404);
    Answer made = cli.send("POST", "/v1/vaults", "{\"repoFullName\":\"" + REPOSITORY + "\"}");
    assertThat(made.status()).isEqualTo(201);
    assertRefused(cli.send("POST", "/v1/vaults", "{\"repoFullName\":\"" + REPOSITORY + "\"}"), 409);

    Answer vault = cli.send("GET", VAULT, "");
    assertThat(vault.status()).isEqualTo(200);
    assertThat(vault.data().getInteger("secretCount")).isZero();
    assertThat(vault.data().getJsonArray("environments"))
        .isEqualTo(JsonArray.of("development", "staging", "production"));
  }

  @Test
  @Order(3)
  void pushReadsFirstAndSendsWhatThereWillBe() throws Exception {
    assertRefused(cli.pull(REPOSITORY, "development"), 404);

    Answer pushed = cli.push(REPOSITORY, "development", FIRST);

    assertThat(pushed.status()).isEqualTo(200);
    assertThat(pushed.data().getString("message")).isNotEmpty();
    assertThat(pushed.data().getJsonObject("stats").getInteger("created")).isEqualTo(FIRST.size());
    String content = content(cli.pull(REPOSITORY, "development"));
    assertThat(content).doesNotEndWith("\n");
    assertThat(PublishedParser.cli(content)).isEqualTo(FIRST);
  }

  @Test
  @Order(4)
  void anAdditivePushLeavesTheRest() throws Exception {
    Map<String, String> merged =
        new LinkedHashMap<>(PublishedParser.cli(content(cli.pull(REPOSITORY, "development"))));
    merged.put("ADDED", "later");

    Answer pushed = cli.push(REPOSITORY, "development", merged);

    assertStats(pushed, 1, 0, 0);
    assertThat(PublishedParser.cli(content(cli.pull(REPOSITORY, "development"))))
        .isEqualTo(merged)
        .containsAllEntriesOf(FIRST);
  }

  @Test
  @Order(5)
  void pruneRemovesWhatIsNotSent() throws Exception {
    assertStats(cli.push(REPOSITORY, "development", FIRST), 0, 0, 1);
    assertThat(PublishedParser.cli(content(cli.pull(REPOSITORY, "development")))).isEqualTo(FIRST);
  }

  @Test
  @Order(6)
  void theMcpServerSetsOneSecretAndTheRestStays() throws Exception {
    assertThat(mcp.send("GET", VAULT, "").data().getJsonArray("environments")).hasSize(3);
    assertRefused(mcp.pull(REPOSITORY, "staging"), 404);

    assertStats(mcp.push(REPOSITORY, "development", Map.of("NEW_ONE", "x")), 1, 0, 0);
    assertStats(mcp.push(REPOSITORY, "development", Map.of("NEW_ONE", "y")), 0, 1, 0);
    assertStats(mcp.push(REPOSITORY, "development", Map.of("NEW_ONE", "y")), 0, 0, 0);

    Map<String, String> expected = new LinkedHashMap<>(FIRST);
    expected.put("NEW_ONE", "y");
    assertThat(PublishedParser.cli(content(mcp.pull(REPOSITORY, "development"))))
        .isEqualTo(expected);
  }

  @Test
  @Order(7)
  void theActionReadsAnotherEnvironment() throws Exception {
    Map<String, String> secrets = Map.of("TOKEN", "a=b \"c\" #d", "URL", "postgres://u:p@h/d?x=1");
    assertRefused(action.pull(REPOSITORY, "cicd"), 404);
    assertThat(cli.push(REPOSITORY, "production", secrets).status()).isEqualTo(200);

    Answer pulled = action.pull(REPOSITORY, "production");

    assertThat(pulled.header("content-type")).contains("application/json");
    assertThat(PublishedParser.typeScript(content(pulled))).isEqualTo(secrets);
  }

  @Test
  @Order(8)
  void everyRefusalIsReadableByAllThree() throws Exception {
    for (Kind kind : Kind.values()) {
      ScriptedClient known = client(kind);
      ScriptedClient unknown = new ScriptedClient(server.port(), "kw_live_" + "a".repeat(40), kind);
      assertRefused(unknown.pull(REPOSITORY, "development"), 401);
      assertRefused(known.pull("acme/none", "development"), 403);
      assertRefused(known.push(REPOSITORY, "qa", Map.of("A", "b")), 400);
      // What disconnect sends; the route is a later release's.
      assertRefused(known.send("DELETE", "/v1/integrations/connections/7", ""), 404);
    }
  }

  @Test
  @Order(9)
  void aDeleteWithoutABodyAnnouncesJson() throws Exception {
    assertThat(cli.send("DELETE", VAULT, "").status()).isEqualTo(204);
    assertRefused(cli.send("GET", VAULT, ""), 404);
  }

  private static ScriptedClient client(Kind kind) {
    try {
      return new ScriptedClient(server.port(), server.ownerToken(), kind);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String content(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.header("content-encoding")).isEmpty();
    return answer.data().getString("content");
  }

  private static void assertStats(Answer answer, int created, int updated, int deleted) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.data().getJsonObject("stats").getMap())
        .containsEntry("created", created)
        .containsEntry("updated", updated)
        .containsEntry("deleted", deleted);
  }

  private static void assertRefused(Answer answer, int status) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.header("content-type")).contains("application/json");
    assertThat(answer.json().getString("detail")).isNotEmpty();
    assertThat(answer.json().getString("title")).isNotEmpty();
  }
}
