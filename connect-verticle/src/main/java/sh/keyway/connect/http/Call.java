package sh.keyway.connect.http;

import io.vertx.core.http.HttpMethod;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One call.
 *
 * @param method GET or POST
 * @param path path and query below the base address, with a leading slash, percent-encoded
 * @param headers request headers
 * @param body what to send, null for nothing
 */
public record Call(
    HttpMethod method, String path, Map<String, String> headers, @Nullable String body) {
  /** Copies the map in. */
  public Call {
    headers = Map.copyOf(headers);
  }

  /** The same call with one more header. */
  public Call with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Call(method, path, more, body);
  }

  /** Gives neither headers nor body nor query away. */
  @Override
  public String toString() {
    int query = path.indexOf('?');
    return method + " " + (query < 0 ? path : path.substring(0, query));
  }
}
