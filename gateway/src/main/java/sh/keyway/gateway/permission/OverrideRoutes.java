package sh.keyway.gateway.permission;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.Future;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Role;
import sh.keyway.contracts.bus.RoomClient;
import sh.keyway.contracts.secrets.DeleteOverride;
import sh.keyway.contracts.secrets.ListOverrides;
import sh.keyway.contracts.secrets.OverrideView;
import sh.keyway.contracts.secrets.OverrideView.Person;
import sh.keyway.contracts.secrets.ResetOverrides;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.gateway.http.Access;
import sh.keyway.gateway.http.Answer;
import sh.keyway.gateway.http.Exchange;
import sh.keyway.gateway.http.Ids;
import sh.keyway.gateway.http.Json;
import sh.keyway.gateway.http.Routes;
import sh.keyway.gateway.vault.VaultPath;

/** Exceptions to the matrix (http-vaults §9.4 to §9.8). */
final class OverrideRoutes {
  private final RoomClient rooms;

  OverrideRoutes(RoomClient rooms) {
    this.rooms = rooms;
  }

  void mount(Routes routes, String base, Access read, Access write) {
    routes
        .get(base + "/overrides", read, this::list)
        .post(base + "/overrides", write, this::create)
        .put(base + "/overrides/{id}", write, this::update)
        .delete(base + "/overrides/{id}", write, this::delete)
        .delete(base + "/reset", write, this::reset);
  }

  private Future<Answer> list(Exchange exchange) {
    return rooms
        .call(
            SecretsRoom.LIST_OVERRIDES,
            new ListOverrides(exchange.caller(), VaultPath.of(exchange)))
        .map(list ->
            Answer.ok(
                exchange,
                json -> {
                  json.writeStartObject();
                  json.writeFieldName("overrides");
                  Json.list(json, list.overrides(), OverrideRoutes::write);
                  MatrixJson.matrix(json, "defaults", list.matrix());
                  json.writeEndObject();
                }));
  }

  private Future<Answer> create(Exchange exchange) {
    return rooms
        .call(SecretsRoom.CREATE_OVERRIDE, OverrideBody.create(exchange))
        .map(made -> Answer.ok(exchange, json -> write(json, made)));
  }

  private Future<Answer> update(Exchange exchange) {
    return rooms
        .call(SecretsRoom.UPDATE_OVERRIDE, OverrideBody.update(exchange))
        .map(now -> Answer.ok(exchange, json -> write(json, now)));
  }

  private Future<Answer> delete(Exchange exchange) {
    return rooms
        .call(
            SecretsRoom.DELETE_OVERRIDE,
            new DeleteOverride(exchange.caller(), VaultPath.of(exchange), Ids.of(exchange)))
        .map(done ->
            Answer.ok(
                exchange,
                json -> {
                  json.writeStartObject();
                  json.writeBooleanField("deleted", true);
                  json.writeEndObject();
                }));
  }

  private Future<Answer> reset(Exchange exchange) {
    return rooms
        .call(
            SecretsRoom.RESET_OVERRIDES,
            new ResetOverrides(exchange.caller(), VaultPath.of(exchange)))
        .map(defaults ->
            Answer.ok(
                exchange,
                json -> {
                  json.writeStartObject();
                  json.writeStringField(
                      "message", "All permission overrides have been reset to defaults");
                  MatrixJson.matrix(json, "defaults", defaults);
                  json.writeEndObject();
                }));
  }

  private static void write(JsonGenerator json, OverrideView override) throws IOException {
    Role role = override.targetRole();
    Person user = override.targetUser();
    json.writeStartObject();
    json.writeStringField("id", override.id().toString());
    json.writeStringField("environment", override.environment());
    json.writeStringField("targetType", role == null ? "user" : "role");
    if (user != null) {
      json.writeObjectFieldStart("targetUser");
      person(json, user);
      Json.text(json, "avatarUrl", user.avatarUrl());
      json.writeEndObject();
    }
    if (role != null) {
      json.writeStringField("targetRole", role.wire());
    }
    json.writeBooleanField("canRead", override.canRead());
    json.writeBooleanField("canWrite", override.canWrite());
    creator(json, override.createdBy());
    Json.timestamp(json, "createdAt", override.createdAt());
    Json.timestamp(json, "updatedAt", override.updatedAt());
    json.writeEndObject();
  }

  private static void creator(JsonGenerator json, @Nullable Person creator) throws IOException {
    if (creator == null) {
      json.writeNullField("createdBy");
      return;
    }
    json.writeObjectFieldStart("createdBy");
    person(json, creator);
    json.writeEndObject();
  }

  private static void person(JsonGenerator json, Person person) throws IOException {
    json.writeStringField("id", person.id().toString());
    json.writeStringField("username", person.username());
  }
}
