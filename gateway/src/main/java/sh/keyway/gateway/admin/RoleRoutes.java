package sh.keyway.gateway.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Role;
import sh.keyway.contracts.bus.RoomClient;
import sh.keyway.contracts.secrets.Done;
import sh.keyway.contracts.secrets.ListRoles;
import sh.keyway.contracts.secrets.RoleList;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.contracts.secrets.SetRole;
import sh.keyway.gateway.http.Access;
import sh.keyway.gateway.http.Answer;
import sh.keyway.gateway.http.Exchange;
import sh.keyway.gateway.http.Fields;
import sh.keyway.gateway.http.Json;
import sh.keyway.gateway.http.Routes;

/** Roles of local users on repositories. */
final class RoleRoutes {
  private static final String ONE = "/v1/admin/users/{username}/roles/{owner}/{repo}";
  private static final int LONGEST_ROLE = 100;

  private final RoomClient rooms;

  RoleRoutes(RoomClient rooms) {
    this.rooms = rooms;
  }

  void mount(Routes routes, Access access) {
    routes
        .get("/v1/admin/users/{username}/roles", access, this::list)
        .put(ONE, access, this::give)
        .delete(ONE, access, this::take);
  }

  private Future<Answer> list(Exchange exchange) {
    return rooms
        .call(SecretsRoom.LIST_ROLES, new ListRoles(exchange.caller(), Usernames.of(exchange)))
        .map(list ->
            Answer.ok(
                exchange,
                json -> {
                  json.writeStartObject();
                  json.writeFieldName("roles");
                  Json.list(json, list.roles(), RoleRoutes::write);
                  json.writeEndObject();
                }));
  }

  private Future<Answer> give(Exchange exchange) {
    Fields fields = Fields.of(exchange.body());
    String name = fields.text("role", 0, LONGEST_ROLE);
    Optional<Role> role = Role.find(name);
    if (role.isEmpty() && fields.raw("role").isTextual()) {
      fields.refuse("role", "Must be one of: " + roles());
    }
    fields.check();
    return set(exchange, role.orElseThrow())
        .map(done ->
            Answer.ok(
                exchange,
                json ->
                    write(
                        json, new RoleList.Entry(Repositories.of(exchange), role.orElseThrow()))));
  }

  private Future<Answer> take(Exchange exchange) {
    return set(exchange, null).map(done -> Answer.noContent());
  }

  private Future<Done> set(Exchange exchange, @Nullable Role role) {
    String username = Usernames.of(exchange);
    return rooms.call(
        SecretsRoom.SET_ROLE,
        new SetRole(exchange.caller(), username, Repositories.of(exchange), role));
  }

  private static String roles() {
    return Arrays.stream(Role.values()).map(Role::wire).collect(Collectors.joining(", "));
  }

  private static void write(JsonGenerator json, RoleList.Entry entry) throws IOException {
    json.writeStartObject();
    json.writeStringField("repoFullName", entry.repoFullName());
    json.writeStringField("role", entry.role().wire());
    json.writeEndObject();
  }
}
