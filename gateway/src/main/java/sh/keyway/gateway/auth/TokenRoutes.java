package sh.keyway.gateway.auth;

import io.vertx.core.Future;
import sh.keyway.contracts.bus.RoomClient;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.contracts.secrets.WhoAmI;
import sh.keyway.gateway.http.Access;
import sh.keyway.gateway.http.Answer;
import sh.keyway.gateway.http.Exchange;
import sh.keyway.gateway.http.Json;
import sh.keyway.gateway.http.Routes;

/** Tells a client whose credential it holds (http-auth §3.9). */
public final class TokenRoutes {
  private final RoomClient rooms;

  /** Asks these rooms. */
  public TokenRoutes(RoomClient rooms) {
    this.rooms = rooms;
  }

  /** Adds the routes. */
  public void mount(Routes routes) {
    routes.post("/v1/auth/token/validate", Access.anyScope(), this::validate);
  }

  private Future<Answer> validate(Exchange exchange) {
    return rooms
        .call(SecretsRoom.WHO_AM_I, new WhoAmI(exchange.caller()))
        .map(user ->
            Answer.ok(
                exchange,
                json -> {
                  json.writeStartObject();
                  json.writeStringField("username", user.username());
                  json.writeStringField("forgeType", user.forge());
                  json.writeStringField("forgeUserId", user.forgeUserId());
                  json.writeStringField("plan", user.plan());
                  Json.timestamp(json, "createdAt", user.createdAt());
                  json.writeEndObject();
                }));
  }
}
