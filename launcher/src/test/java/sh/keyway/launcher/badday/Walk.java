package sh.keyway.launcher.badday;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keyway.launcher.badday.ScriptedClient.Kind;

/**
 * The published clients in the order of clients.md §8, one step after the other; each step holds
 * what its client reads to be there and of the right type.
 */
final class Walk {
  private static final String ENVIRONMENT = "development";
  private static final Map<String, String> FILE =
      Map.of(
          "DATABASE_URL", "postgres://u:p@h/d?x=1#f",
          "QUOTED", "say \"hi\"",
          "BLANKS", "  both ends ",
          "EMOJI", "\uD83D\uDD11 schlüssel");

  private final int port;
  private final String repository;
  private final Canaries canaries;
  private String token = "";
  private String apiKey = "";
  private @Nullable String deviceCode;

  /**
   * Begins.
   *
   * @param repository what {@code git remote get-url origin} says
   * @param canaries collects every credential that occurs
   */
  Walk(int port, String repository, Canaries canaries) {
    this.port = port;
    this.repository = repository;
    this.canaries = canaries;
  }

  /** {@code keyway login} up to the address it opens in the browser. */
  String startLogin() throws IOException {
    String repo = repository.replace("/", "%2F");
    assertThat(cli().send("GET", "/v1/github/repo-ids?repo=" + repo, "").status())
        .as("without a token it may be refused, and the client asks GitHub itself")
        .isIn(200, 401);
    Answer started =
        cli()
            .send(
                "POST", "/v1/auth/device/start", JsonObject.of("repository", repository).encode());
    assertThat(started.status()).as(started.body()).isEqualTo(200);
    JsonObject code = started.json();
    deviceCode = canaries.add("device code", code.getString("deviceCode"));
    assertThat(deviceCode).matches("[0-9a-f]{64}");
    assertThat(code.getValue("interval")).isEqualTo(5);
    assertThat(code.getValue("expiresIn")).isEqualTo(900);
    assertThat(code.getString("verificationUri")).endsWith("/v1/auth/device/verify");
    assertThat(code.getString("verificationUriComplete"))
        .isEqualTo(code.getString("verificationUri") + "?user_code=" + code.getString("userCode"));
    assertThat(poll().json().getString("status")).isEqualTo("pending");
    return code.getString("verificationUriComplete");
  }

  /** The rest of it, once somebody has approved. */
  void finishLogin(String username) throws IOException {
    JsonObject approved = poll().json();
    assertThat(approved.getString("status")).isEqualTo("approved");
    assertThat(approved.getString("githubLogin")).isEqualTo(username);
    assertThat(approved.getValue("expiresAt")).isInstanceOf(String.class);
    token = canaries.add("session token", approved.getString("keywayToken"));
  }

  /** {@code keyway doctor}. */
  void doctor(String username) throws IOException {
    Answer who = cli().send("POST", "/v1/auth/token/validate", "{}");
    assertThat(who.status()).as(who.body()).isEqualTo(200);
    assertThat(who.data().getString("username")).isEqualTo(username);
    assertThat(who.data().getValue("plan")).isInstanceOf(String.class);
    Answer probe =
        Wire.once(
            port, "HEAD //v1/health HTTP/1.1\r\nHost: x\r\nUser-Agent: Go-http-client/1.1\r\n\r\n");
    assertThat(probe.status()).isEqualTo(200);
  }

  /** {@code keyway init}. */
  void init() throws IOException {
    String[] parts = repository.split("/", 2);
    Answer installation =
        cli()
            .send(
                "POST",
                "/v1/github/check-installation",
                JsonObject.of("repoOwner", parts[0], "repoName", parts[1]).encode());
    assertThat(installation.status()).as(installation.body()).isEqualTo(200);
    assertThat(installation.data().getValue("installed")).isEqualTo(true);
    assertThat(installation.data().getString("installUrl")).doesNotContain("?");
    String vault = "/v1/vaults/" + repository;
    assertThat(cli().send("GET", vault, "").status()).isEqualTo(404);
    String name = JsonObject.of("repoFullName", repository).encode();
    Answer created = cli().send("POST", "/v1/vaults", name);
    assertThat(created.status()).as(created.body()).isEqualTo(201);
    assertThat(cli().send("POST", "/v1/vaults", name).status()).isEqualTo(409);
    Answer read = cli().send("GET", vault, "");
    assertThat(read.data().getValue("secretCount")).isEqualTo(0);
    assertThat(read.data().getJsonArray("environments"))
        .isEqualTo(JsonArray.of("development", "staging", "production"));
  }

  /** {@code keyway push} of a file. */
  void push() throws IOException {
    assertThat(cli().pull(repository, ENVIRONMENT).status()).as("empty").isEqualTo(404);
    assertStats(cli().push(repository, ENVIRONMENT, FILE), FILE.size(), 0, 0);
  }

  /** {@code keyway pull} into another file. */
  void pull() throws IOException {
    assertThat(pulled(cli())).isEqualTo(FILE);
  }

  /** {@code keyway set}, {@code keyway run} and {@code keyway diff}. */
  void setRunAndDiff() throws IOException {
    Map<String, String> merged = with(pulled(cli()), "ADDED", "later");
    assertStats(cli().push(repository, ENVIRONMENT, merged), 1, 0, 0);
    assertThat(pulled(cli())).as("what run starts its command with").isEqualTo(merged);
    assertThat(pulled(cli())).isEqualTo(merged);
    assertThat(cli().pull(repository, "production").status()).as("shown as empty").isEqualTo(404);
  }

  /** {@code keyway push --prune}. */
  void prune() throws IOException {
    assertStats(cli().push(repository, ENVIRONMENT, FILE), 0, 0, 1);
  }

  /** The Action with an API key made for it. */
  void action() throws IOException {
    Answer made =
        cli()
            .send(
                "POST",
                "/v1/api-keys",
                JsonObject.of(
                        "name", "ci", "environment", "live", "scopes", JsonArray.of("read:secrets"))
                    .encode());
    assertThat(made.status()).as(made.body()).isEqualTo(200);
    apiKey = canaries.add("API key", made.data().getString("token"));
    Answer pulled = client(apiKey, Kind.ACTION).pull(repository, ENVIRONMENT);
    assertThat(pulled.header("content-type")).contains("application/json");
    assertThat(PublishedParser.typeScript(pulled.data().getString("content"))).isEqualTo(FILE);
  }

  /** The MCP server's tools; what one of them sets takes nothing away. */
  void mcp() throws IOException {
    ScriptedClient mcp = client(token, Kind.MCP);
    assertThat(mcp.send("GET", "/v1/vaults/" + repository, "").data().getJsonArray("environments"))
        .contains(ENVIRONMENT);
    assertThat(pulled(mcp)).as("list, validate, inject_run").isEqualTo(FILE);
    assertThat(mcp.pull(repository, "production").status()).as("diff").isEqualTo(404);
    Map<String, String> generated = with(pulled(mcp), "GENERATED", "x9");
    assertStats(mcp.push(repository, ENVIRONMENT, generated), 1, 0, 0);
    assertStats(mcp.push(repository, ENVIRONMENT, Map.of("NEW_ONE", "y")), 1, 0, 0);
    assertThat(pulled(mcp)).isEqualTo(with(generated, "NEW_ONE", "y"));
  }

  /** Pulls by a person and by a machine, over and over. */
  void pullAgain(int times) throws IOException {
    for (int i = 0; i < times; i++) {
      assertThat(cli().pull(repository, ENVIRONMENT).status()).isEqualTo(200);
      assertThat(client(apiKey, Kind.ACTION).pull(repository, ENVIRONMENT).status()).isEqualTo(200);
    }
  }

  /** The Action, with this token. */
  ScriptedClient action(String bearer) {
    return client(bearer, Kind.ACTION);
  }

  /** The command line, with the token it has by now. */
  ScriptedClient cli() {
    return client(token, Kind.CLI);
  }

  private Answer poll() throws IOException {
    Answer polled =
        client("", Kind.CLI)
            .send("POST", "/v1/auth/device/poll", JsonObject.of("deviceCode", deviceCode).encode());
    assertThat(polled.status()).as(polled.body()).isEqualTo(200);
    return polled;
  }

  private ScriptedClient client(String credential, Kind kind) {
    return new ScriptedClient(port, credential, kind);
  }

  private Map<String, String> pulled(ScriptedClient client) throws IOException {
    Answer answer = client.pull(repository, ENVIRONMENT);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    String content = answer.data().getString("content");
    return client.kind() == Kind.CLI
        ? PublishedParser.cli(content)
        : PublishedParser.typeScript(content);
  }

  private static Map<String, String> with(Map<String, String> map, String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(map);
    more.put(name, value);
    return more;
  }

  private static void assertStats(Answer answer, int created, int updated, int deleted) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.data().getString("message")).isNotEmpty();
    assertThat(answer.data().getJsonObject("stats").getMap())
        .containsEntry("created", created)
        .containsEntry("updated", updated)
        .containsEntry("deleted", deleted);
  }
}
