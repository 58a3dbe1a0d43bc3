package sh.keyway.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The product under test and what the bench asks of it, through its public API. */
final class Product implements AutoCloseable {
  /** Environments a new vault has. */
  static final List<String> ENVIRONMENTS = List.of("development", "staging", "production");

  private final ServerProcess server;
  private final String token;

  private Product(ServerProcess server, String token) {
    this.server = server;
    this.token = token;
  }

  /**
   * Starts the fat jar and waits for its health check.
   *
   * @param name of the log file
   * @param folder where its log goes
   * @param data its data folder
   * @param configuration variables beside the ports and the data folder
   */
  static Product start(
      String name, Options options, Path folder, Path data, Map<String, String> configuration)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(options.jvmFlags);
    arguments.addAll(List.of("-jar", options.server.toAbsolutePath().toString(), "start"));
    Map<String, String> environment = new HashMap<>(configuration);
    environment.put("KEYWAY_DATA_DIR", data.toString());
    environment.put("KEYWAY_EVENT_LOOPS", String.valueOf(options.eventLoops));
    environment.put("MANAGEMENT_PORT", String.valueOf(ServerProcess.freePort()));
    ServerProcess server = ServerProcess.start(name, folder, arguments, environment, "/health");
    return new Product(server, Files.readString(data.resolve("owner.token")).strip());
  }

  ServerProcess server() {
    return server;
  }

  void createVault(String repo) throws IOException {
    String body = new JsonObject().put("repoFullName", repo).encode();
    Http.expect(201, server.port(), Requests.post("/v1/vaults", token, body));
  }

  void push(String repo, String environment, Map<String, String> secrets) throws IOException {
    Http.expect(200, server.port(), pushRequest(repo, environment, secrets));
  }

  /** The request that makes an environment hold these secrets and no others. */
  String pushRequest(String repo, String environment, Map<String, String> secrets) {
    JsonObject body =
        new JsonObject()
            .put("repoFullName", repo)
            .put("environment", environment)
            .put("secrets", new JsonObject(new LinkedHashMap<>(secrets)));
    return Requests.post("/v1/secrets/push", token, body.encode());
  }

  String pullRequest(String repo, String environment) {
    String path =
        "/v1/secrets/pull?repo="
            + URLEncoder.encode(repo, StandardCharsets.UTF_8)
            + "&environment="
            + environment;
    return Requests.get(path, token);
  }

  @Override
  public void close() {
    server.close();
  }
}
