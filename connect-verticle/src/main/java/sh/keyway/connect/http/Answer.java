package sh.keyway.connect.http;

import io.vertx.core.MultiMap;
import java.util.Optional;

/**
 * What came back.
 *
 * @param status HTTP status
 * @param headers answer headers
 * @param body the whole body
 */
public record Answer(int status, MultiMap headers, byte[] body) {

  /** Whether the status is one of success. */
  public boolean ok() {
    return status / 100 == 2;
  }

  /** The first header of that name, in any case. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** Gives nothing away. */
  @Override
  public String toString() {
    return "Answer[" + status + ", " + body.length + " bytes]";
  }
}
