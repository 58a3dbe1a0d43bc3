package sh.keyway.launcher.cli;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import sh.keyway.launcher.Version;

/** Calls a Keyway server: one policy for addresses, headers, timeouts and error documents. */
final class Api {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration WHOLE = Duration.ofSeconds(30);

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final String base;
  private final String token;

  /**
   * A client.
   *
   * @param base http or https URL, possibly with a path
   * @param token presented as bearer token
   */
  Api(String base, String token) throws CommandFailure {
    if (!base.matches("https?://[^/?#@]+(/[^?#]*)?")) {
      throw new CommandFailure("KEYWAY_API_URL must be an http:// or https:// address.");
    }
    if (!token.matches("[!-~]+")) {
      throw new CommandFailure("The token has characters that no token has.");
    }
    this.base = base.replaceAll("/+$", "");
    this.token = token;
  }

  /** An answer: its status, and its body if that is a JSON object, else an empty object. */
  record Answer(int status, JsonObject body) {
    boolean ok() {
      return status >= 200 && status < 300;
    }

    /** The {@code data} member when it is an object. */
    JsonObject data() {
      return body.getValue("data") instanceof JsonObject data ? data : new JsonObject();
    }

    /** The list in {@code data}, which is the list itself or holds it under this name. */
    JsonArray items(String name) {
      Object data = body.getValue("data");
      Object items = data instanceof JsonObject holder ? holder.getValue(name) : data;
      return items instanceof JsonArray list ? list : new JsonArray();
    }

    /** This answer, if it is a good one. */
    Answer orFail() throws CommandFailure {
      if (ok()) {
        return this;
      }
      StringBuilder text = new StringBuilder(body.getString("detail", "HTTP status " + status));
      if (body.getValue("errors") instanceof JsonArray errors) {
        for (Object error : errors) {
          if (error instanceof JsonObject field) {
            text.append("\n  ").append(field.getString("field")).append(": ");
            text.append(field.getString("message"));
          }
        }
      }
      throw new CommandFailure(text.toString());
    }

    /** Gives nothing away. */
    @Override
    public String toString() {
      return "Answer[" + status + "]";
    }
  }

  /** Asks; the path begins with a slash. */
  Answer get(String path) throws CommandFailure {
    return call("GET", path, null);
  }

  /** Sends with a body, or without one. */
  Answer call(String method, String path, @Nullable JsonObject body) throws CommandFailure {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(WHOLE)
            .header("Authorization", "Bearer " + token)
            .header("Accept", "application/json")
            .header("User-Agent", "keyway-server/" + Version.current());
    if (body == null) {
      request.method(method, HttpRequest.BodyPublishers.noBody());
    } else {
      request
          .header("Content-Type", "application/json")
          .method(method, HttpRequest.BodyPublishers.ofString(body.encode()));
    }
    try {
      HttpResponse<String> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      return new Answer(response.statusCode(), json(response.body()));
    } catch (HttpConnectTimeoutException e) {
      throw new CommandFailure("No server answers at " + base + ".");
    } catch (HttpTimeoutException e) {
      throw new CommandFailure("The server at " + base + " did not answer in time.");
    } catch (IOException e) {
      throw new CommandFailure("No server answers at " + base + ".");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("Interrupted.");
    }
  }

  /** A path segment or query value. */
  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static JsonObject json(String text) {
    try {
      return text.startsWith("{") ? new JsonObject(text) : new JsonObject();
    } catch (DecodeException e) {
      return new JsonObject();
    }
  }
}
