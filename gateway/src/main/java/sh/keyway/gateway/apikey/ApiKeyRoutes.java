package sh.keyway.gateway.apikey;

import io.vertx.core.Future;
import sh.keyway.contracts.Scope;
import sh.keyway.contracts.bus.RoomClient;
import sh.keyway.contracts.secrets.GetApiKey;
import sh.keyway.contracts.secrets.ListApiKeys;
import sh.keyway.contracts.secrets.RevokeApiKey;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.gateway.http.Access;
import sh.keyway.gateway.http.Answer;
import sh.keyway.gateway.http.Exchange;
import sh.keyway.gateway.http.Ids;
import sh.keyway.gateway.http.Routes;

/** A user's own API keys (http-auth §3.13). */
public final class ApiKeyRoutes {
  private static final Access ACCESS = Access.scopes(Scope.ADMIN_API_KEYS);

  private final RoomClient rooms;

  /** Asks these rooms. */
  public ApiKeyRoutes(RoomClient rooms) {
    this.rooms = rooms;
  }

  /** Adds the routes. */
  public void mount(Routes routes) {
    routes
        .post("/v1/api-keys", ACCESS, this::create)
        .get("/v1/api-keys", ACCESS, this::list)
        .moduleRoot("/v1/api-keys")
        .get("/v1/api-keys/{id}", ACCESS, this::one)
        .delete("/v1/api-keys/{id}", ACCESS, this::revoke);
  }

  private Future<Answer> create(Exchange exchange) {
    return rooms
        .call(SecretsRoom.CREATE_API_KEY, NewApiKey.read(exchange, null))
        .map(created -> ApiKeyJson.created(exchange, created));
  }

  private Future<Answer> list(Exchange exchange) {
    return rooms
        .call(SecretsRoom.LIST_API_KEYS, new ListApiKeys(exchange.caller(), null))
        .map(list -> ApiKeyJson.list(exchange, list));
  }

  private Future<Answer> one(Exchange exchange) {
    return rooms
        .call(SecretsRoom.GET_API_KEY, new GetApiKey(exchange.caller(), Ids.of(exchange)))
        .map(key -> ApiKeyJson.one(exchange, key));
  }

  private Future<Answer> revoke(Exchange exchange) {
    return rooms
        .call(SecretsRoom.REVOKE_API_KEY, new RevokeApiKey(exchange.caller(), Ids.of(exchange)))
        .map(done -> Answer.noContent());
  }
}
