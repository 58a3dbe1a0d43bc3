package sh.keyway.gateway.admin;

import io.vertx.core.Future;
import sh.keyway.contracts.bus.RoomClient;
import sh.keyway.contracts.secrets.ListApiKeys;
import sh.keyway.contracts.secrets.RevokeApiKey;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.gateway.apikey.ApiKeyJson;
import sh.keyway.gateway.apikey.NewApiKey;
import sh.keyway.gateway.http.Access;
import sh.keyway.gateway.http.Answer;
import sh.keyway.gateway.http.Exchange;
import sh.keyway.gateway.http.Ids;
import sh.keyway.gateway.http.Routes;

/** API keys of any user. */
final class UserKeyRoutes {
  private static final String ALL = "/v1/admin/users/{username}/api-keys";

  private final RoomClient rooms;

  UserKeyRoutes(RoomClient rooms) {
    this.rooms = rooms;
  }

  void mount(Routes routes, Access access) {
    routes
        .get(ALL, access, this::list)
        .post(ALL, access, this::create)
        .delete("/v1/admin/api-keys/{id}", access, this::revoke);
  }

  private Future<Answer> list(Exchange exchange) {
    return rooms
        .call(SecretsRoom.LIST_API_KEYS, new ListApiKeys(exchange.caller(), Usernames.of(exchange)))
        .map(list -> ApiKeyJson.list(exchange, list));
  }

  private Future<Answer> create(Exchange exchange) {
    return rooms
        .call(SecretsRoom.CREATE_API_KEY, NewApiKey.read(exchange, Usernames.of(exchange)))
        .map(created -> ApiKeyJson.created(exchange, created));
  }

  private Future<Answer> revoke(Exchange exchange) {
    return rooms
        .call(SecretsRoom.REVOKE_API_KEY, new RevokeApiKey(exchange.caller(), Ids.of(exchange)))
        .map(done -> Answer.noContent());
  }
}
