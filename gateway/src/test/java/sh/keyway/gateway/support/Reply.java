package sh.keyway.gateway.support;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came back.
 *
 * @param status the HTTP status
 * @param headers by lower-case name
 * @param body decoded as UTF-8
 * @param closed whether the server hung up after it
 */
public record Reply(int status, Map<String, List<String>> headers, String body, boolean closed) {
  /** The first header of that name. */
  public @Nullable String header(String name) {
    List<String> values = headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    return values.isEmpty() ? null : values.getFirst();
  }

  /** Every header of that name. */
  public List<String> all(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
  }

  /** The body as JSON. */
  public JsonObject json() {
    return new JsonObject(body);
  }

  /** Member {@code data} of the body. */
  public JsonObject data() {
    return json().getJsonObject("data");
  }

  /** Slug of the problem. */
  public String slug() {
    String type = json().getString("type");
    return type.substring(type.lastIndexOf('/') + 1);
  }

  /** Text of the problem. */
  public String detail() {
    return json().getString("detail");
  }

  /** Fields that were refused. */
  public List<String> fields() {
    return json().getJsonArray("errors").stream()
        .map(e -> ((JsonObject) e).getString("field"))
        .toList();
  }
}
