package sh.keyway.gateway.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import sh.keyway.gateway.http.Access;
import sh.keyway.gateway.http.Answer;
import sh.keyway.gateway.http.Routes;

/** {@code contracts/openapi.yaml}, served as JSON. */
public final class OpenApiDocument {
  private static final String RESOURCE = "/openapi.yaml";

  private final byte[] json;

  private OpenApiDocument(byte[] json) {
    this.json = json;
  }

  /** Read at the first use, once for all listeners. */
  private static final class Once {
    static final OpenApiDocument DOCUMENT = new OpenApiDocument(read());

    private static byte[] read() {
      try (InputStream yaml = OpenApiDocument.class.getResourceAsStream(RESOURCE)) {
        if (yaml == null) {
          throw new FileNotFoundException(RESOURCE);
        }
        JsonNode tree = new YAMLMapper().readTree(yaml);
        return new JsonMapper().writeValueAsBytes(tree);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Reads it off the event loop. */
  public static Future<OpenApiDocument> load(Vertx vertx) {
    return vertx.executeBlocking(() -> Once.DOCUMENT);
  }

  /** Adds the route. */
  public void mount(Routes routes) {
    routes.get(
        "/openapi.json",
        Access.everybody(),
        exchange -> Future.succeededFuture(Answer.bare(200, Buffer.buffer(json))));
  }
}
