package sh.keyway.launcher.badday;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.keyway.launcher.Tokens;
import sh.keyway.postgres.EmbeddedPostgres.Login;
import sh.keyway.testkit.DedicatedPostgres;

/**
 * A day in the life of a server that logs all it can, with canaries for everything secret: none of
 * them turns up in what it wrote (architecture rule 11).
 */
class CanaryIT {
  private static final int LONG_VALUE = 20_000;

  @TempDir private Path root;
  private final SecureRandom random = new SecureRandom();
  private final Canaries canaries = new Canaries();
  private final List<String> found = new ArrayList<>();
  private final String jwtSecret = canaries.add("JWT secret", text(48));
  private final String value = canaries.add("secret value", text(40));
  private final String longValue =
      canaries.add("long secret value", text(40)).repeat(LONG_VALUE / 40);
  private final String typed = canaries.add("text in a bad request", text(40));

  @Test
  void withTheEmbeddedDatabase() throws Exception {
    Path data = root.resolve("data");
    try (ServerProcess server = ServerProcess.start(data, variables("trace"))) {
      for (String role : List.of("postgres", "keyway_owner", "keyway")) {
        Path file = data.resolve("postgres/secrets/" + role + ".password");
        canaries.add("password of " + role, Files.readString(file).strip());
      }
      canaries.add("control token", Files.readString(data.resolve("control.token")).strip());
      live(server, server.database().connectAsOwner(), () -> server.database().kill());
      for (ProcessHandle process : server.database().processes()) {
        for (String name : List.of("environ", "cmdline")) {
          Path file = Path.of("/proc/" + process.pid() + "/" + name);
          found.addAll(canaries.in(file.toString(), Files.readAllBytes(file)));
        }
      }
    }
    check(data);
    assertThat(Files.readString(data.resolve("postgres/postgres.log"))).isNotEmpty();
    assertThat(canaries.in("keys", Files.readString(data.resolve("owner.token"))))
        .as("the search finds what is there")
        .containsExactly("owner's key in keys");
    assertThat(canaries.in(data.resolve("postgres/secrets"), file -> false)).hasSize(3);
  }

  @Test
  void withAConfiguredDatabase() throws Exception {
    Path data = root.resolve("data");
    try (DedicatedPostgres database = DedicatedPostgres.start()) {
      Map<String, String> variables = variables("debug");
      variables.put("DATABASE_URL", url(database.database().owner()));
      try (ServerProcess server = ServerProcess.start(data, variables)) {
        live(server, database.database().connectAsOwner(), database::kill);
      }
      variables.put("DATABASE_URL", variables.get("DATABASE_URL").replace("sslmode=", "sslmode=x"));
      assertThat(ServerProcess.launch(data, variables).awaitExit()).isEqualTo(78);
    }
    check(data);
  }

  /** Something that takes the database away for a moment. */
  private interface Harm {
    void act() throws Exception;
  }

  private void live(ServerProcess server, Connection connection, Harm harm) throws Exception {
    Client owner = new Client(server.port(), canaries.add("owner's key", server.ownerToken()));
    String user;
    try (connection) {
      user = ownerId(connection);
    }
    owner.createVault("acme/api");
    assertThat(owner.push("acme/api", "staging", Map.of("A", value, "B", longValue)).status())
        .isEqualTo(200);
    Answer made =
        owner.send(
            "POST",
            "/v1/api-keys",
            new JsonObject()
                .put("name", "ci")
                .put("environment", "live")
                .put("scopes", new JsonArray().add("read:secrets"))
                .encode());
    assertThat(made.status()).isEqualTo(200);
    String key = canaries.add("API key", made.data().getString("token"));
    long now = Instant.now().getEpochSecond();
    String good = canaries.add("JWT", Jwt.sign(user, now + 3600, jwtSecret));
    String late = canaries.add("expired JWT", Jwt.sign(user, now - 1, jwtSecret));
    String forged = canaries.add("forged JWT", Jwt.sign(user, now + 3600, text(48)));
    assertThat(new Client(server.port(), key).pull("acme/api", "staging").status()).isEqualTo(200);
    assertThat(new Client(server.port(), good).pull("acme/api", "staging").status()).isEqualTo(200);
    for (String token : List.of(late, forged, canaries.add("no key", "kw_live_" + text(40)))) {
      Answer refused = new Client(server.port(), token).pull("acme/api", "staging");
      assertThat(refused.status()).isEqualTo(401);
      found.addAll(canaries.in("the answer to a bad token", refused.body()));
    }
    badRequests(owner);
    withoutDatabase(server, owner, harm);
    badRequests(owner);
  }

  private void badRequests(Client client) throws IOException {
    String query = "?token=" + typed + "&repo=acme%2Fapi&environment=staging";
    for (String request :
        List.of(
            client.request("GET", "/v1/nope?token=" + typed, ""),
            client.request("GET", "/v1/secrets/pull" + query + "&limit=" + typed, ""),
            client.request("GET", "/v1/secrets/pull" + query + "&token=" + typed, ""),
            client.request("GET", "/v1/secrets/pull" + query + "%", ""),
            client.request("POST", "/v1/secrets/push", "{\"secrets\":{\"A\":\"" + typed),
            client.request("POST", "/v1/secrets/push", "{\"secrets\":{\"A\":\"" + typed + "\"}}"),
            client.request("POST", "/v1/secrets/push", typed),
            client.request("POST", "/v1/secrets/push", body("{\"A\":[\"" + typed + "\"]}")),
            client.request("POST", "/v1/secrets/push", body("\"" + typed + "\"")),
            client.request("POST", "/v1/secrets/push", body("{\"A\":\"" + typed + "\\ud800\"}")),
            client.request("POST", "/v1/secrets/push", body("{\"A\":\"" + typed + "\\q\"}")),
            client.request(
                "POST", "/v1/secrets/push", body("{\"A\":\"" + typed.repeat(2000) + "\"}")),
            client.request("POST", "/v1/api-keys", "{\"name\":7,\"scopes\":[\"" + typed + "\"]}"),
            client.request("POST", "/v1/vaults", "{\"repoFullName\":[\"" + typed + "\"]}"),
            "GET /v1/vaults HTTP/1.1\r\nHost: x\r\nAuthorization: Basic " + typed + "\r\n\r\n",
            "GET /v1/vaults HTTP/1.1\r\nHost: x\r\nCookie: keyway_session=" + typed + "\r\n\r\n",
            "POST /v1/vaults HTTP/1.1\r\nHost: x\r\nX-\0: " + typed + "\r\n\r\n",
            typed + "\r\n\r\n")) {
      Answer answer = Wire.once(client.port(), request);
      assertThat(answer.status()).as(answer.body()).isBetween(400, 503);
      found.addAll(canaries.in("the answer " + answer.status(), answer.body()));
    }
  }

  private void withoutDatabase(ServerProcess server, Client client, Harm harm) throws Exception {
    Map<String, String> secrets = Map.of("A", value, "C", longValue);
    try (Load pulls = Load.start(client, () -> client.pullRequest("acme/api", "staging"), 4);
        Load pushes =
            Load.start(
                client,
                () ->
                    client.pushRequest(
                        "acme/api",
                        "production",
                        Map.of("N", value + System.nanoTime(), "C", value)),
                2)) {
      pulls.awaitMore(200, 5);
      pushes.awaitMore(200, 2);
      harm.act();
      Until.isTrue("the database's end is felt", () -> pulls.count(503) + pushes.count(503) > 0);
      Until.isTrue("healthy again", () -> server.health().status() == 200);
      pulls.awaitMore(200, 5);
      pushes.awaitMore(200, 2);
    }
    assertThat(client.push("acme/api", "development", secrets).status()).isEqualTo(200);
  }

  private void check(Path data) throws IOException {
    String output = Files.readString(Path.of(data + ".output"));
    assertThat(output).contains("DEBUG", "GET /v1/secrets/pull 200");
    found.addAll(canaries.in("output", output));
    found.addAll(canaries.in(data, file -> isMeantToHoldThem(data.relativize(file))));
    assertThat(found).as("places of %s", canaries).isEmpty();
  }

  private static boolean isMeantToHoldThem(Path file) {
    return file.startsWith("keys")
        || isPasswordOrProgram(file)
        || file.equals(Path.of("owner.token"))
        || file.equals(Path.of("control.token"));
  }

  /** In PostgreSQL's folder, what is neither its data nor its log. */
  private static boolean isPasswordOrProgram(Path file) {
    return file.startsWith("postgres")
        && file.getNameCount() > 2
        && !file.startsWith("postgres/data");
  }

  private static String ownerId(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet owner = statement.executeQuery("select id from users where is_owner")) {
      owner.next();
      return owner.getString(1);
    }
  }

  private Map<String, String> variables(String level) {
    byte[] key = new byte[32];
    random.nextBytes(key);
    Map<String, String> variables = new HashMap<>();
    variables.put("LOG_LEVEL", level);
    variables.put("ENCRYPTION_KEY", canaries.add("encryption key", HexFormat.of().formatHex(key)));
    variables.put("JWT_SECRET", jwtSecret);
    return variables;
  }

  private String url(Login login) {
    return "postgres://%s:%s@%s:%d/%s?sslmode=disable"
        .formatted(
            login.user(),
            URLEncoder.encode(
                canaries.add("database password", login.password()), StandardCharsets.UTF_8),
            login.host(),
            login.port(),
            login.database());
  }

  private static String body(String secrets) {
    return "{\"repoFullName\":\"acme/api\",\"environment\":\"staging\",\"secrets\":"
        + secrets
        + "}";
  }

  private String text(int length) {
    return Tokens.text(random, length);
  }
}
