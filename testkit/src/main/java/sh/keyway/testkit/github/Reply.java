package sh.keyway.testkit.github;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An answer before it is written; an empty body is the empty string. */
record Reply(int status, String body, Map<String, String> headers) {
  static final String DOCUMENTATION = "https://docs.github.com/rest";
  static final Map<String, String> JSON = Map.of("content-type", "application/json; charset=utf-8");

  static Reply ok(JsonObject body) {
    return of(200, body);
  }

  static Reply of(int status, JsonObject body) {
    return new Reply(status, body.encode(), JSON);
  }

  static Reply ok(List<JsonObject> body) {
    return new Reply(200, new JsonArray(body).encode(), JSON);
  }

  static Reply noContent() {
    return new Reply(204, "", Map.of());
  }

  static Reply notFound() {
    return error(404, "Not Found");
  }

  /** GitHub's refusal to an App that was not granted what the route needs. */
  static Reply notAccessible() {
    return error(403, "Resource not accessible by integration");
  }

  static Reply error(int status, String message) {
    return of(
        status,
        JsonObject.of(
            "message", message, "documentation_url", DOCUMENTATION, "status", "" + status));
  }

  Reply with(String header, String value) {
    Map<String, String> all = new HashMap<>(headers);
    all.put(header, value);
    return new Reply(status, body, all);
  }
}
