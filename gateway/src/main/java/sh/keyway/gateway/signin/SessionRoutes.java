package sh.keyway.gateway.signin;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Caller;
import sh.keyway.contracts.secrets.EndSession;
import sh.keyway.contracts.secrets.ListSessions;
import sh.keyway.contracts.secrets.RevokeSessions;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.contracts.secrets.SessionList;
import sh.keyway.gateway.auth.Bearer;
import sh.keyway.gateway.http.Access;
import sh.keyway.gateway.http.Answer;
import sh.keyway.gateway.http.Exchange;
import sh.keyway.gateway.http.Ids;
import sh.keyway.gateway.http.Json;
import sh.keyway.gateway.http.Routes;

/** Signing out, here and elsewhere (http-auth §3.10). */
final class SessionRoutes {
  private static final String ALL = "/v1/auth/sessions";
  private static final Access ACCESS = Access.session();
  private final SignIn signIn;

  SessionRoutes(SignIn signIn) {
    this.signIn = signIn;
  }

  void mount(Routes routes) {
    routes
        .post("/v1/auth/logout", Access.everybody(), this::logout)
        .get(ALL, ACCESS, this::list)
        .delete(ALL, ACCESS, exchange -> revoke(exchange, null))
        .delete(ALL + "/{id}", ACCESS, exchange -> revoke(exchange, Ids.of(exchange)));
  }

  /**
   * A page that is not trusted signs nobody out. Otherwise the cookies go in any case. The session
   * ends too, if it is certain that no other page sent the cookie; whoever has no good credential
   * has nothing to end.
   */
  private Future<Answer> logout(Exchange exchange) {
    String origin = exchange.header(HttpHeaders.ORIGIN);
    if (origin != null && !signIn.address.trusts(origin)) {
      return Future.succeededFuture(Answer.noContent());
    }
    signIn.browser.forget(exchange);
    return signingOut(exchange)
        .compose(caller ->
            caller
                .map(known ->
                    signIn.rooms.call(SecretsRoom.END_SESSION, new EndSession(known)).mapEmpty())
                .orElseGet(Future::succeededFuture))
        .map(ended -> Answer.noContent());
  }

  private Future<Optional<Caller>> signingOut(Exchange exchange) {
    String bearer = Bearer.read(exchange);
    if (bearer != null) {
      return signIn.browser.caller(exchange, bearer);
    }
    return signIn.address.trusts(exchange.header(HttpHeaders.ORIGIN))
        ? signIn.browser.caller(exchange)
        : Future.succeededFuture(Optional.empty());
  }

  private Future<Answer> list(Exchange exchange) {
    return signIn
        .rooms
        .call(SecretsRoom.LIST_SESSIONS, new ListSessions(exchange.caller()))
        .map(list ->
            Answer.ok(
                exchange,
                json -> {
                  json.writeStartObject();
                  json.writeFieldName("sessions");
                  Json.list(json, list.sessions(), SessionRoutes::write);
                  json.writeEndObject();
                }));
  }

  private static void write(JsonGenerator json, SessionList.Entry session) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", session.id().toString());
    json.writeStringField("method", session.method());
    Json.timestamp(json, "createdAt", session.createdAt());
    Json.timestamp(json, "expiresAt", session.expiresAt());
    Json.text(json, "ip", session.ip());
    Json.text(json, "userAgent", session.userAgent());
    json.writeBooleanField("current", session.current());
    json.writeEndObject();
  }

  private Future<Answer> revoke(Exchange exchange, @Nullable UUID id) {
    return signIn
        .rooms
        .call(SecretsRoom.REVOKE_SESSIONS, new RevokeSessions(exchange.caller(), id, null))
        .map(done -> Answer.noContent());
  }
}
