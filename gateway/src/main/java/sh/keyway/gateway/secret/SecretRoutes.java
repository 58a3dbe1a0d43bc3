package sh.keyway.gateway.secret;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Scope;
import sh.keyway.contracts.bus.RoomClient;
import sh.keyway.contracts.secrets.Pull;
import sh.keyway.contracts.secrets.Pulled;
import sh.keyway.contracts.secrets.Pushed;
import sh.keyway.contracts.secrets.SecretLimits;
import sh.keyway.contracts.secrets.SecretValue;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.contracts.secrets.ViewSecret;
import sh.keyway.gateway.http.Access;
import sh.keyway.gateway.http.Answer;
import sh.keyway.gateway.http.Exchange;
import sh.keyway.gateway.http.Query;
import sh.keyway.gateway.http.Routes;
import sh.keyway.gateway.http.Texts;

/** Push, pull and view (http-vaults §11). */
public final class SecretRoutes {
  private static final Access READ = Access.scopes(Scope.READ_SECRETS);
  private static final Access WRITE = Access.scopes(Scope.WRITE_SECRETS);
  private static final int MOST_PULLED = 1000;

  private final RoomClient rooms;

  /** Asks these rooms. */
  public SecretRoutes(RoomClient rooms) {
    this.rooms = rooms;
  }

  /** Adds the routes. */
  public void mount(Routes routes) {
    routes
        .get("/v1/secrets/pull", READ.orWorkflow(), this::pull)
        .post("/v1/secrets/push", WRITE, this::push)
        .get("/v1/secrets/view", READ, this::view);
  }

  private Future<Answer> pull(Exchange exchange) {
    Query query = exchange.query();
    Target target = Target.of(query);
    Pull.Format format = format(query.get("format"));
    @Nullable Integer limit = query.integer("limit", 1, MOST_PULLED);
    @Nullable Integer offset = query.integer("offset", 0, Integer.MAX_VALUE);
    Pull pull =
        new Pull(
            exchange.caller(),
            target.repoFullName(),
            target.environment(),
            format,
            limit,
            offset == null ? 0 : offset);
    return rooms
        .call(SecretsRoom.PULL, pull)
        .map(pulled -> Answer.ok(exchange, json -> write(json, pull, pulled)));
  }

  private static Pull.Format format(@Nullable String name) {
    return switch (name) {
      case null -> Pull.Format.DOTENV;
      case "dotenv" -> Pull.Format.DOTENV;
      case "json" -> Pull.Format.JSON;
      default -> throw Problem.validation("format", "Must be 'dotenv' or 'json'").exception();
    };
  }

  private static void write(JsonGenerator json, Pull pull, Pulled pulled) throws IOException {
    json.writeStartObject();
    if (pull.format() == Pull.Format.DOTENV) {
      json.writeFieldName("content");
      json.writeUTF8String(pulled.content(), 0, pulled.content().length);
    } else {
      json.writeFieldName("secrets");
      json.writeRawValue(new String(pulled.content(), StandardCharsets.UTF_8));
      json.writeStringField("environment", pull.environment());
      json.writeNumberField("revision", pulled.revision());
    }
    json.writeEndObject();
  }

  private Future<Answer> push(Exchange exchange) {
    return rooms
        .call(SecretsRoom.PUSH, PushBody.read(exchange))
        .map(pushed -> Answer.ok(exchange, json -> write(json, pushed)));
  }

  private static void write(JsonGenerator json, Pushed pushed) throws IOException {
    json.writeStartObject();
    json.writeBooleanField("success", true);
    json.writeStringField("message", "Secrets pushed successfully");
    json.writeObjectFieldStart("stats");
    json.writeNumberField("created", pushed.created());
    json.writeNumberField("updated", pushed.updated());
    json.writeNumberField("deleted", pushed.deleted());
    json.writeNumberField("unchanged", pushed.unchanged());
    json.writeEndObject();
    json.writeEndObject();
  }

  private Future<Answer> view(Exchange exchange) {
    Target target = Target.of(exchange.query());
    ViewSecret view =
        new ViewSecret(
            exchange.caller(),
            target.repoFullName(),
            target.environment(),
            key(exchange.query().get("key")));
    return rooms
        .call(SecretsRoom.VIEW, view)
        .map(secret -> Answer.ok(exchange, json -> write(json, secret)));
  }

  private static String key(@Nullable String key) {
    if (key == null) {
      throw Problem.validation("key", "Required").exception();
    }
    if (key.isEmpty() || key.length() > SecretLimits.KEY_LENGTH) {
      throw Problem.validation("key", "Must have 1 to " + SecretLimits.KEY_LENGTH + " characters")
          .exception();
    }
    if (!Texts.isPrintable(key)) {
      throw Problem.validation("key", "Must not contain control characters").exception();
    }
    return key;
  }

  private static void write(JsonGenerator json, SecretValue secret) throws IOException {
    json.writeStartObject();
    json.writeStringField("key", secret.key());
    json.writeStringField("value", secret.value());
    json.writeStringField("environment", secret.environment());
    json.writeEndObject();
  }
}
