package sh.keyway.launcher.badday;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Requests as plain texts.
 *
 * @param port where the server is
 * @param token credential
 */
record Client(int port, String token) {
  /** Makes a vault; it has development, staging and production. */
  void createVault(String repository) throws IOException {
    Answer answer =
        send("POST", "/v1/vaults", new JsonObject().put("repoFullName", repository).encode());
    if (answer.status() != 201) {
      throw new AssertionError(answer.body());
    }
  }

  /** Replaces what the environment holds. */
  Answer push(String repository, String environment, Map<String, String> secrets)
      throws IOException {
    return Wire.once(port, pushRequest(repository, environment, secrets));
  }

  /** Asks for all an environment holds as a JSON map. */
  Answer pull(String repository, String environment) throws IOException {
    return Wire.once(port, pullRequest(repository, environment));
  }

  /** The text of a push. */
  String pushRequest(String repository, String environment, Map<String, String> secrets) {
    JsonObject values = new JsonObject();
    secrets.forEach(values::put);
    return request(
        "POST",
        "/v1/secrets/push",
        new JsonObject()
            .put("repoFullName", repository)
            .put("environment", environment)
            .put("secrets", values)
            .encode());
  }

  /** The text of a pull. */
  String pullRequest(String repository, String environment) {
    String query =
        "repo=" + repository.replace("/", "%2F") + "&format=json&environment=" + environment;
    return request("GET", "/v1/secrets/pull?" + query, "");
  }

  /** Any request on a connection of its own. */
  Answer send(String method, String path, String body) throws IOException {
    return Wire.once(port, request(method, path, body));
  }

  /** Any request, with a body unless that is empty. */
  String request(String method, String path, String body) {
    StringBuilder text = new StringBuilder();
    text.append(method).append(' ').append(path).append(" HTTP/1.1\r\nHost: keyway\r\n");
    text.append("Authorization: Bearer ").append(token).append("\r\n");
    if (!body.isEmpty()) {
      text.append("Content-Type: application/json\r\nContent-Length: ")
          .append(body.getBytes(StandardCharsets.UTF_8).length)
          .append("\r\n");
    }
    return text.append("\r\n").append(body).toString();
  }

  /** Does not give the token away. */
  @Override
  public String toString() {
    return "Client[" + port + "]";
  }
}
