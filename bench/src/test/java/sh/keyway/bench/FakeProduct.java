package sh.keyway.bench;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A process that answers like the product, out of its memory. With a file called {@code moody} in
 * its data folder every tenth pull is a 503.
 */
final class FakeProduct {
  private static final String TOKEN = "token-of-the-owner";

  private final Map<String, Map<String, String>> stored = new HashMap<>();
  private final AtomicInteger pulls = new AtomicInteger();
  private final boolean moody;

  private FakeProduct(boolean moody) {
    this.moody = moody;
  }

  /** Runs until killed. */
  public static void main(String[] args) throws IOException {
    Path data = Path.of(System.getenv().getOrDefault("KEYWAY_DATA_DIR", ""));
    Files.createDirectories(data);
    Files.writeString(data.resolve("owner.token"), TOKEN + "\n");
    boolean moody = Files.exists(data.resolveSibling("moody"));
    FakeProduct product = new FakeProduct(moody);
    int port = Integer.parseInt(System.getenv().getOrDefault("PORT", "0"));
    Vertx.vertx()
        .createHttpServer()
        .requestHandler(request -> request.body().onSuccess(body -> product.answer(request, body)))
        .listen(port, "127.0.0.1");
  }

  private void answer(HttpServerRequest request, Buffer body) {
    boolean known = ("Bearer " + TOKEN).equals(request.getHeader("Authorization"));
    switch (request.path()) {
      case "/health" -> end(request, 200, "{}");
      case "/v1/vaults" -> end(request, known ? 201 : 401, "{}");
      case "/v1/secrets/push" -> push(request, known, new JsonObject(body));
      case "/v1/secrets/pull" -> pull(request, known);
      default -> end(request, 404, "{}");
    }
  }

  private void push(HttpServerRequest request, boolean known, JsonObject body) {
    Map<String, String> secrets = new TreeMap<>();
    body.getJsonObject("secrets").forEach(e -> secrets.put(e.getKey(), (String) e.getValue()));
    String name = body.getString("repoFullName") + "/" + body.getString("environment");
    boolean changed = !secrets.equals(stored.put(name, secrets));
    // the bench promises that each push changes something
    end(request, known && changed ? 200 : 400, "{}");
  }

  private void pull(HttpServerRequest request, boolean known) {
    Map<String, String> secrets =
        stored.get(request.getParam("repo") + "/" + request.getParam("environment"));
    if (!known || secrets == null) {
      end(request, 404, "{}");
    } else if (moody && pulls.incrementAndGet() % 10 == 0) {
      end(request, 503, "{}");
    } else {
      JsonObject data = new JsonObject().put("content", Samples.dotenv(secrets));
      end(request, 200, new JsonObject().put("data", data).encode());
    }
  }

  private static void end(HttpServerRequest request, int status, String body) {
    request.response().setStatusCode(status).end(body);
  }
}
