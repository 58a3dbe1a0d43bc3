package sh.keyway.gateway.admin;

import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.bus.RoomClient;
import sh.keyway.contracts.secrets.CreateLoginLink;
import sh.keyway.contracts.secrets.RevokeSessions;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.gateway.http.Access;
import sh.keyway.gateway.http.Answer;
import sh.keyway.gateway.http.Exchange;
import sh.keyway.gateway.http.Json;
import sh.keyway.gateway.http.Routes;

/** Signing users in and out on the operator's word. */
final class SignInRoutes {
  /** Where the page is that a login link opens. */
  private static final String PAGE = "/v1/auth/login-link?token=";

  private final RoomClient rooms;
  private final @Nullable String publicUrl;

  SignInRoutes(RoomClient rooms, @Nullable String publicUrl) {
    this.rooms = rooms;
    this.publicUrl = publicUrl;
  }

  void mount(Routes routes, Access access) {
    routes
        .post("/v1/admin/users/{username}/login-link", access, this::link)
        .delete("/v1/admin/users/{username}/sessions", access, this::signOut);
  }

  /** The token is made of URL-safe characters only, so it needs no escaping. */
  private Future<Answer> link(Exchange exchange) {
    return rooms
        .call(
            SecretsRoom.CREATE_LOGIN_LINK,
            new CreateLoginLink(exchange.caller(), Usernames.of(exchange)))
        .map(link ->
            Answer.created(
                exchange,
                json -> {
                  json.writeStartObject();
                  Json.text(json, "baseUrl", publicUrl);
                  json.writeStringField("path", PAGE + link.token());
                  Json.timestamp(json, "expiresAt", link.expiresAt());
                  json.writeEndObject();
                }));
  }

  private Future<Answer> signOut(Exchange exchange) {
    return rooms
        .call(
            SecretsRoom.REVOKE_SESSIONS,
            new RevokeSessions(exchange.caller(), null, Usernames.of(exchange)))
        .map(done -> Answer.noContent());
  }
}
