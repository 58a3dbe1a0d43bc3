package sh.keyway.launcher.badday;

import io.vertx.core.json.JsonObject;
import java.util.Map;

/**
 * What came back over the wire.
 *
 * @param status HTTP status
 * @param headers by lower-case name, the last of each; of {@code set-cookie} all, one a line
 * @param body decoded as UTF-8
 */
record Answer(int status, Map<String, String> headers, String body) {
  /** The header; empty if it is not there. */
  String header(String name) {
    return headers.getOrDefault(name, "");
  }

  /** The body as JSON. */
  JsonObject json() {
    return new JsonObject(body);
  }

  /** Member {@code data} of the body. */
  JsonObject data() {
    return json().getJsonObject("data");
  }
}
