package sh.keyway.gateway.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.ProblemException;
import sh.keyway.contracts.Scope;
import sh.keyway.contracts.bus.RoomClient;
import sh.keyway.contracts.connect.AppFacts;
import sh.keyway.contracts.connect.ConnectRoom;
import sh.keyway.contracts.connect.GetApp;
import sh.keyway.gateway.GatewayConfig;
import sh.keyway.gateway.http.Access;
import sh.keyway.gateway.http.Answer;
import sh.keyway.gateway.http.Exchange;
import sh.keyway.gateway.http.Json;
import sh.keyway.gateway.http.Routes;

/** How the GitHub App is doing, for the command {@code doctor}; on the management listener only. */
public final class GitHubAppRoute {
  private final RoomClient rooms;
  private final GatewayConfig.@Nullable GitHubApp app;

  /**
   * Asks these rooms.
   *
   * @param app the App, null if none is configured
   */
  public GitHubAppRoute(RoomClient rooms, GatewayConfig.@Nullable GitHubApp app) {
    this.rooms = rooms;
    this.app = app;
  }

  /** Adds the route. */
  public void mount(Routes routes) {
    routes.get("/github-app", Access.scopes(Scope.ADMIN_SERVER), this::status);
  }

  private Future<Answer> status(Exchange exchange) {
    if (app == null) {
      return Future.succeededFuture(Answer.ok(exchange, json -> write(json, null, null)));
    }
    return rooms
        .call(ConnectRoom.GET_APP, new GetApp())
        .map(facts -> Answer.ok(exchange, json -> write(json, facts, null)))
        .recover(failure ->
            failure instanceof ProblemException known
                ? Future.succeededFuture(
                    Answer.ok(exchange, json -> write(json, null, known.problem())))
                : Future.failedFuture(failure));
  }

  private void write(JsonGenerator json, @Nullable AppFacts facts, @Nullable Problem problem)
      throws IOException {
    json.writeStartObject();
    json.writeBooleanField("configured", app != null);
    json.writeBooleanField("webhooks", app != null && app.webhookSecret() != null);
    Json.text(json, "problem", problem == null ? null : problem.detail());
    if (facts != null) {
      json.writeStringField("slug", facts.slug());
      json.writeObjectFieldStart("permissions");
      for (Map.Entry<String, String> one : new TreeMap<>(facts.permissions()).entrySet()) {
        json.writeStringField(one.getKey(), one.getValue());
      }
      json.writeEndObject();
      Json.texts(json, "events", facts.events());
    }
    json.writeEndObject();
  }
}
