package sh.keyway.secrets.secret;

import io.vertx.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import sh.keyway.contracts.secrets.Pull;
import sh.keyway.secrets.revision.RevisionBody;

/**
 * What a pull takes from a revision's body.
 *
 * @param count how many secrets
 * @param content UTF-8 text in the format asked for
 */
record PulledBody(int count, byte[] content) {

  static PulledBody of(byte[] body, Pull request) {
    byte[] wanted = request.limit() == null ? body : slice(body, request.limit(), request.offset());
    byte[] content =
        switch (request.format()) {
          case DOTENV -> Dotenv.render(wanted);
          case JSON -> Json.encode(RevisionBody.decode(wanted)).getBytes(StandardCharsets.UTF_8);
        };
    return new PulledBody(RevisionBody.count(wanted), content);
  }

  private static byte[] slice(byte[] body, int limit, int offset) {
    SequencedMap<String, String> all = RevisionBody.decode(body);
    SortedMap<String, String> slice = new TreeMap<>();
    all.entrySet().stream()
        .skip(offset)
        .limit(limit)
        .forEach(
            (Map.Entry<String, String> secret) -> slice.put(secret.getKey(), secret.getValue()));
    return RevisionBody.encode(slice);
  }

  /** Gives nothing away. */
  @Override
  public String toString() {
    return "PulledBody[" + count + " secrets]";
  }
}
