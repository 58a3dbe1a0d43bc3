package sh.keyway.gateway.health;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.bus.RoomClient;
import sh.keyway.contracts.secrets.AskHealth;
import sh.keyway.contracts.secrets.Health;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.gateway.http.Access;
import sh.keyway.gateway.http.Answer;
import sh.keyway.gateway.http.Exchange;
import sh.keyway.gateway.http.Json;
import sh.keyway.gateway.http.Routes;

/**
 * Whether the server is well (http-auth §3.1). Anybody may ask, so questions that come while one is
 * being asked share its answer. Used on one event loop only.
 */
public final class HealthRoutes {
  private static final Health GONE = new Health(false, false);

  private final RoomClient rooms;
  private @Nullable Future<Health> asking;

  /** Asks these rooms. */
  public HealthRoutes(RoomClient rooms) {
    this.rooms = rooms;
  }

  /** Adds the public routes. */
  public void mount(Routes routes) {
    routes
        .get("/health", Access.everybody(), this::health)
        .get("/v1/health", Access.everybody(), HealthRoutes::version);
  }

  /** Adds the routes of the management listener. */
  public void mountProbes(Routes routes) {
    routes
        .get("/live", Access.everybody(), HealthRoutes::live)
        .get("/ready", Access.everybody(), this::ready);
  }

  private Future<Answer> health(Exchange exchange) {
    return ask().map(health -> answer(health, health.database()));
  }

  /** Says that the API is served, and which; asks nobody. */
  private static Future<Answer> version(Exchange exchange) {
    return Future.succeededFuture(
        Answer.bare(
            200,
            json -> {
              json.writeStartObject();
              json.writeStringField("version", "v1");
              json.writeStringField("status", "ok");
              json.writeStringField("timestamp", Json.timestamp(Instant.now()));
              json.writeEndObject();
            }));
  }

  private Future<Answer> ready(Exchange exchange) {
    return ask().map(health -> answer(health, health.database() && health.crypto()));
  }

  private static Future<Answer> live(Exchange exchange) {
    return Future.succeededFuture(
        Answer.bare(
            200,
            json -> {
              json.writeStartObject();
              json.writeStringField("status", "live");
              json.writeEndObject();
            }));
  }

  private Future<Health> ask() {
    Future<Health> running = asking;
    if (running != null) {
      return running;
    }
    Future<Health> asked =
        rooms.call(SecretsRoom.HEALTH, new AskHealth()).otherwise(failure -> GONE);
    asking = asked;
    asked.onComplete(done -> asking = null);
    return asked;
  }

  private static Answer answer(Health health, boolean well) {
    return Answer.bare(well ? 200 : 503, json -> write(json, health, well));
  }

  private static void write(JsonGenerator json, Health health, boolean well) throws IOException {
    json.writeStartObject();
    json.writeStringField("status", well ? "healthy" : "unhealthy");
    json.writeStringField("timestamp", Json.timestamp(Instant.now()));
    json.writeStringField("environment", "production");
    json.writeStringField("database", connected(health.database()));
    json.writeStringField("crypto", connected(health.crypto()));
    json.writeEndObject();
  }

  private static String connected(boolean answers) {
    return answers ? "connected" : "disconnected";
  }
}
