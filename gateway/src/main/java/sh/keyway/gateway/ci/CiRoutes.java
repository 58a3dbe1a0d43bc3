package sh.keyway.gateway.ci;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.function.Supplier;
import sh.keyway.contracts.Scope;
import sh.keyway.contracts.bus.RoomClient;
import sh.keyway.contracts.secrets.CiPolicyView;
import sh.keyway.contracts.secrets.CiTokenIssued;
import sh.keyway.contracts.secrets.CreateCiPolicy;
import sh.keyway.contracts.secrets.DeleteCiPolicy;
import sh.keyway.contracts.secrets.ExchangeOidc;
import sh.keyway.contracts.secrets.ListCiPolicies;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.contracts.secrets.UpdateCiPolicy;
import sh.keyway.gateway.auth.CiTokens;
import sh.keyway.gateway.http.Access;
import sh.keyway.gateway.http.Answer;
import sh.keyway.gateway.http.Exchange;
import sh.keyway.gateway.http.Fields;
import sh.keyway.gateway.http.Ids;
import sh.keyway.gateway.http.Json;
import sh.keyway.gateway.http.RateLimit;
import sh.keyway.gateway.http.RouteOptions;
import sh.keyway.gateway.http.Routes;
import sh.keyway.gateway.vault.VaultPath;

/** Pull tokens for workflow runs, and the policies that say for which (docs/ci.md). */
public final class CiRoutes {
  private static final String POLICIES = "/v1/vaults/{owner}/{repo}/oidc-policies";
  private static final Access READ = Access.scopes(Scope.READ_SECRETS);
  private static final Access WRITE = Access.scopes(Scope.WRITE_SECRETS);
  private static final int LONGEST_TOKEN = 16_384;

  /** A whole fleet of runners may share an address; checking a signature costs little. */
  private static final RateLimit EXCHANGES = new RateLimit("oidc", 1_200);

  private final RoomClient rooms;
  private final CiTokens tokens;
  private final Supplier<String> audience;

  /**
   * Asks these rooms.
   *
   * @param tokens signs pull tokens
   * @param audience who OIDC tokens must be meant for: this server's public address
   */
  public CiRoutes(RoomClient rooms, CiTokens tokens, Supplier<String> audience) {
    this.rooms = rooms;
    this.tokens = tokens;
    this.audience = audience;
  }

  /** Adds the routes. */
  public void mount(Routes routes) {
    routes
        .post(
            "/v1/auth/oidc",
            Access.everybody(),
            RouteOptions.json().limitedTo(EXCHANGES),
            this::exchange)
        .get(POLICIES, READ, this::list)
        .post(POLICIES, WRITE, this::create)
        .put(POLICIES + "/{id}", WRITE, this::update)
        .delete(POLICIES + "/{id}", WRITE, this::delete);
  }

  private Future<Answer> exchange(Exchange exchange) {
    Fields fields = Fields.of(exchange.body());
    String token = fields.text("token", 1, LONGEST_TOKEN);
    fields.check();
    return rooms
        .call(SecretsRoom.EXCHANGE_OIDC, new ExchangeOidc(exchange.client(), token, audience.get()))
        .map(issued -> Answer.ok(exchange, json -> write(json, issued)));
  }

  private void write(JsonGenerator json, CiTokenIssued issued) throws IOException {
    json.writeStartObject();
    json.writeStringField("token", tokens.sign(issued));
    Json.timestamp(json, "expiresAt", issued.expiresAt());
    json.writeStringField("repository", issued.repository());
    Json.texts(json, "environments", issued.environments());
    json.writeEndObject();
  }

  private Future<Answer> list(Exchange exchange) {
    return rooms
        .call(
            SecretsRoom.LIST_CI_POLICIES,
            new ListCiPolicies(exchange.caller(), VaultPath.of(exchange)))
        .map(list ->
            Answer.ok(
                exchange,
                json -> {
                  json.writeStartObject();
                  json.writeFieldName("policies");
                  Json.list(json, list.policies(), CiRoutes::write);
                  json.writeEndObject();
                }));
  }

  private Future<Answer> create(Exchange exchange) {
    return rooms
        .call(
            SecretsRoom.CREATE_CI_POLICY,
            new CreateCiPolicy(
                exchange.caller(), VaultPath.of(exchange), CiRulesBody.read(exchange)))
        .map(made -> Answer.created(exchange, json -> write(json, made)));
  }

  private Future<Answer> update(Exchange exchange) {
    return rooms
        .call(
            SecretsRoom.UPDATE_CI_POLICY,
            new UpdateCiPolicy(
                exchange.caller(),
                VaultPath.of(exchange),
                Ids.of(exchange),
                CiRulesBody.read(exchange)))
        .map(now -> Answer.ok(exchange, json -> write(json, now)));
  }

  private Future<Answer> delete(Exchange exchange) {
    return rooms
        .call(
            SecretsRoom.DELETE_CI_POLICY,
            new DeleteCiPolicy(exchange.caller(), VaultPath.of(exchange), Ids.of(exchange)))
        .map(done -> Answer.noContent());
  }

  private static void write(JsonGenerator json, CiPolicyView policy) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", policy.id().toString());
    Json.texts(json, "environments", policy.rules().environments());
    Json.texts(json, "refs", policy.rules().refs());
    Json.texts(json, "deploymentEnvironments", policy.rules().deploymentEnvironments());
    Json.texts(json, "workflows", policy.rules().workflows());
    Json.texts(json, "events", policy.rules().events());
    json.writeBooleanField("active", policy.active());
    Json.timestamp(json, "createdAt", policy.createdAt());
    Json.timestamp(json, "updatedAt", policy.updatedAt());
    json.writeEndObject();
  }
}
