package sh.keyway.gateway.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.Future;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.bus.RoomClient;
import sh.keyway.contracts.secrets.AddUser;
import sh.keyway.contracts.secrets.ListUsers;
import sh.keyway.contracts.secrets.RemoveUser;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.contracts.secrets.UserView;
import sh.keyway.gateway.http.Access;
import sh.keyway.gateway.http.Answer;
import sh.keyway.gateway.http.Exchange;
import sh.keyway.gateway.http.Fields;
import sh.keyway.gateway.http.Json;
import sh.keyway.gateway.http.Paging;
import sh.keyway.gateway.http.Routes;

/** The installation's users. */
final class UserRoutes {
  private static final int LONGEST_EMAIL = 254;

  private final RoomClient rooms;

  UserRoutes(RoomClient rooms) {
    this.rooms = rooms;
  }

  void mount(Routes routes, Access access) {
    routes
        .post("/v1/admin/users", access, this::add)
        .get("/v1/admin/users", access, this::list)
        .delete("/v1/admin/users/{username}", access, this::remove);
  }

  private Future<Answer> add(Exchange exchange) {
    Fields fields = Fields.of(exchange.body());
    String username = fields.text("username", 1, Usernames.LONGEST);
    if (!username.isEmpty() && !Usernames.isValid(username)) {
      fields.refuse("username", "Must be letters, digits and '-', not beginning with '-'");
    }
    @Nullable String email = fields.optionalText("email", 3, LONGEST_EMAIL);
    if (email != null && email.indexOf('@') < 0) {
      fields.refuse("email", "Must be an e-mail address");
    }
    fields.check();
    return rooms
        .call(SecretsRoom.ADD_USER, new AddUser(exchange.caller(), username, email))
        .map(user -> Answer.created(exchange, json -> write(json, user)));
  }

  private Future<Answer> list(Exchange exchange) {
    Paging paging = Paging.of(exchange.query());
    return rooms
        .call(
            SecretsRoom.LIST_USERS,
            new ListUsers(exchange.caller(), paging.limit(), paging.offset()))
        .map(page -> Answer.page(exchange, paging, page.users(), page.total(), UserRoutes::write));
  }

  private Future<Answer> remove(Exchange exchange) {
    return rooms
        .call(SecretsRoom.REMOVE_USER, new RemoveUser(exchange.caller(), Usernames.of(exchange)))
        .map(done -> Answer.noContent());
  }

  private static void write(JsonGenerator json, UserView user) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", user.id().toString());
    json.writeStringField("forgeType", user.forge());
    json.writeStringField("forgeUserId", user.forgeUserId());
    json.writeStringField("username", user.username());
    Json.text(json, "email", user.email());
    Json.text(json, "avatarUrl", user.avatarUrl());
    json.writeStringField("plan", user.plan());
    json.writeBooleanField("isOwner", user.owner());
    Json.timestamp(json, "createdAt", user.createdAt());
    json.writeEndObject();
  }
}
