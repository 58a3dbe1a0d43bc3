package sh.keyway.launcher.badday;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * A published client, to the byte what it puts on the wire (clients.md §1.2, §3.3, §4, §5).
 *
 * @param port where the server is
 * @param token credential; empty if it has none yet
 * @param kind which client
 */
record ScriptedClient(int port, String token, Kind kind) {
  /** The clients and the headers each sends in its order. */
  enum Kind {
    /** The command line, a Go program; says that JSON comes even when nothing comes. */
    CLI(
        """
        User-Agent: keyway-cli/dev
        %1$sAuthorization: Bearer %2$s
        Content-Type: application/json
        Accept-Encoding: gzip
        """),
    /** The MCP server, on Node. */
    MCP(
        """
        connection: keep-alive
        Authorization: Bearer %2$s
        Content-Type: application/json
        accept: */*
        accept-language: *
        sec-fetch-mode: cors
        user-agent: keyway-mcp/1.0.0
        accept-encoding: gzip, deflate
        %1$s\
        """),
    /** The GitHub Action, on Node. */
    ACTION(
        """
        connection: keep-alive
        Authorization: Bearer %2$s
        Content-Type: application/json
        accept: */*
        accept-language: *
        sec-fetch-mode: cors
        user-agent: keyway-action/1.0.0
        accept-encoding: gzip, deflate
        %1$s\
        """);

    private final String headers;

    Kind(String headers) {
      this.headers = headers;
    }
  }

  /** Sends a request; the base URL ends in a slash, as people write it. */
  Answer send(String method, String path, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String length = body.isEmpty() ? "" : "Content-Length: " + bytes.length + "\n";
    String headers = kind.headers.formatted(length, token);
    if (token.isEmpty()) {
      headers = headers.replace("Authorization: Bearer \n", "");
    }
    if (kind == Kind.MCP && path.startsWith("/v1/vaults/")) {
      headers = headers.replace("Content-Type: application/json\n", "");
    }
    String head =
        "%s /%s HTTP/1.1\nHost: 127.0.0.1:%d\n%s\n".formatted(method, path, port, headers);
    return Wire.once(port, head.replace("\n", "\r\n") + body);
  }

  /** Pulls, with the query in the order this client writes it. */
  Answer pull(String repository, String environment) throws IOException {
    String repo = "repo=" + encoded(repository);
    String name = "environment=" + encoded(environment);
    return send(
        "GET",
        "/v1/secrets/pull?" + (kind == Kind.CLI ? name + "&" + repo : repo + "&" + name),
        "");
  }

  /** Pushes just these, members sorted as Go does. */
  Answer push(String repository, String environment, Map<String, String> secrets)
      throws IOException {
    JsonObject values = new JsonObject();
    new TreeMap<>(secrets).forEach(values::put);
    return send(
        "POST",
        "/v1/secrets/push",
        new JsonObject()
            .put("environment", environment)
            .put("repoFullName", repository)
            .put("secrets", values)
            .encode());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Does not give the token away. */
  @Override
  public String toString() {
    return kind + "[" + port + "]";
  }
}
