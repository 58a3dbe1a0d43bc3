package sh.keyway.gateway.user;

import io.vertx.core.Future;
import java.util.List;
import sh.keyway.contracts.bus.RoomClient;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.contracts.secrets.ShowUsage;
import sh.keyway.contracts.secrets.WhoAmI;
import sh.keyway.gateway.http.Access;
import sh.keyway.gateway.http.Answer;
import sh.keyway.gateway.http.Exchange;
import sh.keyway.gateway.http.Json;
import sh.keyway.gateway.http.Routes;

/** Who the caller is, and how much they use (http-auth §3.11). */
public final class MeRoutes {
  private static final List<String> LIMITS =
      List.of(
          "maxPublicRepos",
          "maxPrivateRepos",
          "maxProviders",
          "maxEnvironmentsPerVault",
          "maxSecretsPerPrivateVault");

  private final RoomClient rooms;

  /** Asks these rooms. */
  public MeRoutes(RoomClient rooms) {
    this.rooms = rooms;
  }

  /** Adds the routes. */
  public void mount(Routes routes) {
    routes
        .get("/v1/users/me", Access.anyScope(), this::me)
        .get("/v1/users/me/usage", Access.anyScope(), this::usage);
  }

  /** Nothing is limited by a plan while there is no billing. */
  private Future<Answer> usage(Exchange exchange) {
    return rooms
        .call(SecretsRoom.SHOW_USAGE, new ShowUsage(exchange.caller()))
        .map(used ->
            Answer.ok(
                exchange,
                json -> {
                  json.writeStartObject();
                  json.writeStringField("plan", used.plan());
                  json.writeObjectFieldStart("limits");
                  for (String limit : LIMITS) {
                    json.writeStringField(limit, "unlimited");
                  }
                  json.writeEndObject();
                  json.writeObjectFieldStart("usage");
                  json.writeNumberField("public", used.publicVaults());
                  json.writeNumberField("private", used.privateVaults());
                  json.writeNumberField("providers", 0);
                  json.writeEndObject();
                  json.writeEndObject();
                }));
  }

  private Future<Answer> me(Exchange exchange) {
    return rooms
        .call(SecretsRoom.WHO_AM_I, new WhoAmI(exchange.caller()))
        .map(user ->
            Answer.ok(
                exchange,
                json -> {
                  json.writeStartObject();
                  json.writeStringField("id", user.id().toString());
                  json.writeStringField("forgeType", user.forge());
                  json.writeStringField("forgeUserId", user.forgeUserId());
                  json.writeStringField("username", user.username());
                  Json.text(json, "email", user.email());
                  Json.text(json, "avatarUrl", user.avatarUrl());
                  json.writeStringField("plan", user.plan());
                  Json.timestamp(json, "createdAt", user.createdAt());
                  json.writeEndObject();
                }));
  }
}
