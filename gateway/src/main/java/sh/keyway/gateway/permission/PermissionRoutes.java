package sh.keyway.gateway.permission;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.Arrays;
import sh.keyway.contracts.Role;
import sh.keyway.contracts.Scope;
import sh.keyway.contracts.bus.RoomClient;
import sh.keyway.contracts.secrets.EffectivePermissions;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.contracts.secrets.ShowEffective;
import sh.keyway.contracts.secrets.ShowPermissionDefaults;
import sh.keyway.gateway.http.Access;
import sh.keyway.gateway.http.Answer;
import sh.keyway.gateway.http.Exchange;
import sh.keyway.gateway.http.Json;
import sh.keyway.gateway.http.Routes;
import sh.keyway.gateway.vault.VaultPath;

/** Who may read and write what in a vault (http-vaults §9). */
public final class PermissionRoutes {
  private static final String BASE = "/v1/vaults/{owner}/{repo}/permissions";
  private static final Access READ = Access.scopes(Scope.READ_SECRETS);
  private static final Access WRITE = Access.scopes(Scope.WRITE_SECRETS);

  private final RoomClient rooms;

  /** Asks these rooms. */
  public PermissionRoutes(RoomClient rooms) {
    this.rooms = rooms;
  }

  /** Adds the routes. */
  public void mount(Routes routes) {
    new MinimumRoutes(rooms).mount(routes, BASE, READ, WRITE);
    new OverrideRoutes(rooms).mount(routes, BASE, READ, WRITE);
    routes
        .get(BASE + "/effective", READ, this::effective)
        .get(BASE + "/defaults", READ, this::defaults);
  }

  private Future<Answer> effective(Exchange exchange) {
    return rooms
        .call(
            SecretsRoom.SHOW_EFFECTIVE,
            new ShowEffective(exchange.caller(), VaultPath.of(exchange)))
        .map(found -> Answer.ok(exchange, json -> write(json, found)));
  }

  private static void write(JsonGenerator json, EffectivePermissions found) throws IOException {
    json.writeStartObject();
    json.writeStringField("role", found.role().wire());
    json.writeObjectFieldStart("permissions");
    for (EffectivePermissions.Entry entry : found.environments()) {
      MatrixJson.bits(json, entry.environment(), entry.canRead(), entry.canWrite());
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private Future<Answer> defaults(Exchange exchange) {
    return rooms
        .call(SecretsRoom.SHOW_PERMISSION_DEFAULTS, new ShowPermissionDefaults(exchange.caller()))
        .map(defaults ->
            Answer.ok(
                exchange,
                json -> {
                  json.writeStartObject();
                  MatrixJson.matrix(json, "matrix", defaults);
                  describe(json);
                  json.writeEndObject();
                }));
  }

  private static void describe(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("description");
    Json.texts(json, "roles", Arrays.stream(Role.values()).map(Role::wire).toList());
    json.writeObjectFieldStart("environmentTypes");
    json.writeStringField("protected", "Production environments (production, prod, main, master)");
    json.writeStringField("standard", "Standard environments (staging, test, qa, etc.)");
    json.writeStringField("development", "Development environments (dev, development, local)");
    json.writeEndObject();
    json.writeEndObject();
  }
}
