package sh.keyway.bench;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Checks, before anything is measured, that a server gives away what it should. */
final class Pulls {
  private Pulls() {}

  /**
   * Pulls once and compares.
   *
   * @return length of the body in characters
   * @throws IOException if the answer is not 200, or not exactly these secrets
   */
  static int check(ServerProcess server, String request, Map<String, String> secrets)
      throws IOException {
    String body = Http.expect(200, server.port(), request);
    if (!parse(body).equals(secrets)) {
      throw new IOException("a pull did not answer with the secrets that were stored");
    }
    return body.length();
  }

  /**
   * The secrets in the body of a pull, as long as none needs quoting.
   *
   * @throws IOException if this is no such body
   */
  static Map<String, String> parse(String body) throws IOException {
    try {
      JsonObject data = new JsonObject(body).getJsonObject("data", new JsonObject());
      Map<String, String> secrets = new HashMap<>();
      for (String line : data.getString("content", "").split("\n", -1)) {
        int sign = line.indexOf('=');
        if (sign < 1) {
          throw new IOException("a pull answered with a line that is no secret");
        }
        secrets.put(line.substring(0, sign), line.substring(sign + 1));
      }
      return secrets;
    } catch (DecodeException | ClassCastException e) {
      throw new IOException("a pull answered with something else than its JSON", e);
    }
  }
}
