package sh.keyway.gateway.permission;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import java.io.IOException;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Role;
import sh.keyway.contracts.bus.RoomClient;
import sh.keyway.contracts.secrets.PermissionsView;
import sh.keyway.contracts.secrets.PermissionsView.Minimum;
import sh.keyway.contracts.secrets.ResetMinimums;
import sh.keyway.contracts.secrets.SecretLimits;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.contracts.secrets.SetMinimums;
import sh.keyway.contracts.secrets.ShowPermissions;
import sh.keyway.gateway.http.Access;
import sh.keyway.gateway.http.Answer;
import sh.keyway.gateway.http.Exchange;
import sh.keyway.gateway.http.Fields;
import sh.keyway.gateway.http.Json;
import sh.keyway.gateway.http.Routes;
import sh.keyway.gateway.http.Texts;
import sh.keyway.gateway.vault.VaultPath;

/** The least roles a vault asks for (http-vaults §9.1 to §9.3). */
final class MinimumRoutes {
  private final RoomClient rooms;

  MinimumRoutes(RoomClient rooms) {
    this.rooms = rooms;
  }

  void mount(Routes routes, String base, Access read, Access write) {
    routes
        .get(base, read, this::show)
        .put(base + "/{env}", write, this::set)
        .delete(base + "/{env}", write, this::reset);
  }

  private Future<Answer> show(Exchange exchange) {
    return rooms
        .call(
            SecretsRoom.SHOW_PERMISSIONS,
            new ShowPermissions(exchange.caller(), VaultPath.of(exchange)))
        .map(view -> Answer.ok(exchange, json -> write(json, view)));
  }

  private static void write(JsonGenerator json, PermissionsView view) throws IOException {
    json.writeStartObject();
    json.writeStringField("repoFullName", view.repoFullName());
    json.writeStringField("vaultId", view.vaultId().toString());
    json.writeFieldName("custom");
    Json.list(json, view.custom(), (to, minimum) -> write(to, view, minimum));
    MatrixJson.minimums(json, "defaults", view.matrix());
    MatrixJson.matrix(json, "roleDefaults", view.matrix());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, PermissionsView view, Minimum minimum)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("id", minimum.id().toString());
    json.writeStringField("vaultId", view.vaultId().toString());
    json.writeStringField("environment", minimum.environment());
    json.writeStringField("permissionType", minimum.write() ? "write" : "read");
    json.writeStringField("minRole", minimum.minimumRole().wire());
    Json.timestamp(json, "createdAt", minimum.createdAt());
    Json.timestamp(json, "updatedAt", minimum.updatedAt());
    json.writeBooleanField("isCustom", true);
    json.writeStringField("environmentType", minimum.type().wire());
    json.writeEndObject();
  }

  private Future<Answer> set(Exchange exchange) {
    String repo = VaultPath.of(exchange);
    String environment = environment(exchange);
    Fields fields = Fields.of(exchange.body());
    JsonNode wanted = fields.raw("permissions");
    if (wanted.isMissingNode()) {
      fields.refuse("permissions", "Required");
    } else if (!wanted.isObject()) {
      fields.refuse("permissions", Fields.expected("object", wanted));
    }
    fields.check();
    Role read = RoleField.read(fields, "permissions.read", wanted.path("read"));
    Role write = RoleField.read(fields, "permissions.write", wanted.path("write"));
    fields.check();
    return rooms
        .call(
            SecretsRoom.SET_MINIMUMS,
            new SetMinimums(exchange.caller(), repo, environment, read, write))
        .map(done ->
            Answer.ok(
                exchange,
                json -> {
                  json.writeStartObject();
                  json.writeBooleanField("success", true);
                  json.writeStringField(
                      "message", "Custom permissions set for environment: " + environment);
                  MatrixJson.roles(json, "permissions", read, write);
                  json.writeEndObject();
                }));
  }

  private Future<Answer> reset(Exchange exchange) {
    String environment = environment(exchange);
    return rooms
        .call(
            SecretsRoom.RESET_MINIMUMS,
            new ResetMinimums(exchange.caller(), VaultPath.of(exchange), environment))
        .map(now ->
            Answer.ok(
                exchange,
                json -> {
                  json.writeStartObject();
                  json.writeBooleanField("success", true);
                  json.writeStringField(
                      "message", "Permissions reset to defaults for environment: " + environment);
                  MatrixJson.roles(json, "defaults", now.read(), now.write());
                  json.writeEndObject();
                }));
  }

  private static String environment(Exchange exchange) {
    String name = exchange.path("env");
    if (name.length() > SecretLimits.ENVIRONMENT_NAME_LENGTH || !Texts.isPrintable(name)) {
      throw Problem.validation(
              "env",
              "Must have at most %d characters, none of them control characters"
                  .formatted(SecretLimits.ENVIRONMENT_NAME_LENGTH))
          .exception();
    }
    return name;
  }
}
