package sh.keyway.gateway.vault;

import io.vertx.core.Future;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.Scope;
import sh.keyway.contracts.bus.RoomClient;
import sh.keyway.contracts.secrets.CreateVault;
import sh.keyway.contracts.secrets.DeleteVault;
import sh.keyway.contracts.secrets.GetVault;
import sh.keyway.contracts.secrets.ListVaults;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.contracts.secrets.VaultView;
import sh.keyway.gateway.http.Access;
import sh.keyway.gateway.http.Answer;
import sh.keyway.gateway.http.Exchange;
import sh.keyway.gateway.http.Fields;
import sh.keyway.gateway.http.Paging;
import sh.keyway.gateway.http.Routes;

/** Vaults (http-vaults §4). */
public final class VaultRoutes {
  private static final Access READ = Access.scopes(Scope.READ_SECRETS);
  private static final Access WRITE = Access.scopes(Scope.WRITE_SECRETS);
  private static final Access DELETE = Access.scopes(Scope.DELETE_SECRETS);

  private final RoomClient rooms;

  /** Asks these rooms. */
  public VaultRoutes(RoomClient rooms) {
    this.rooms = rooms;
  }

  /** Adds the routes. */
  public void mount(Routes routes) {
    routes
        .get("/v1/vaults", READ, this::list)
        .post("/v1/vaults", WRITE, this::create)
        .moduleRoot("/v1/vaults")
        .get("/v1/vaults/{owner}/{repo}", READ, this::one)
        .delete("/v1/vaults/{owner}/{repo}", DELETE, this::delete);
  }

  private Future<Answer> list(Exchange exchange) {
    Paging paging = Paging.of(exchange.query());
    return rooms
        .call(
            SecretsRoom.LIST_VAULTS,
            new ListVaults(exchange.caller(), paging.limit(), paging.offset()))
        .map(page -> Answer.page(exchange, paging, page.vaults(), page.total(), VaultJson::item));
  }

  private Future<Answer> create(Exchange exchange) {
    return rooms
        .call(SecretsRoom.CREATE_VAULT, new CreateVault(exchange.caller(), newName(exchange)))
        .map(vault -> created(exchange, vault));
  }

  private static String newName(Exchange exchange) {
    if (!exchange.body().has("repoFullName")) {
      throw Problem.of(Kind.FORBIDDEN, "Repository name required").exception();
    }
    Fields fields = Fields.of(exchange.body());
    String name = fields.text("repoFullName", 0, RepoName.LONGEST);
    fields.check();
    if (!RepoName.isValid(name)) {
      throw Problem.validation("repoFullName", RepoName.EXPECTED).exception();
    }
    return name;
  }

  private static Answer created(Exchange exchange, VaultView vault) {
    return Answer.created(
        exchange,
        json -> {
          json.writeStartObject();
          json.writeStringField("vaultId", vault.id().toString());
          json.writeStringField("repoFullName", vault.repoFullName());
          json.writeStringField("message", "Vault initialized successfully");
          json.writeEndObject();
        });
  }

  private Future<Answer> one(Exchange exchange) {
    String name = pathName(exchange);
    if (!RepoName.isValid(name)) {
      return notFound("Repository not found or you don't have access");
    }
    return rooms
        .call(SecretsRoom.GET_VAULT, new GetVault(exchange.caller(), name))
        .map(vault -> Answer.ok(exchange, json -> VaultJson.one(json, vault)));
  }

  private Future<Answer> delete(Exchange exchange) {
    String name = pathName(exchange);
    if (!RepoName.isValid(name)) {
      return notFound("Vault not found");
    }
    return rooms
        .call(SecretsRoom.DELETE_VAULT, new DeleteVault(exchange.caller(), name))
        .map(done -> Answer.noContent());
  }

  private static String pathName(Exchange exchange) {
    return exchange.path("owner") + "/" + exchange.path("repo");
  }

  private static Future<Answer> notFound(String detail) {
    return Future.failedFuture(Problem.of(Kind.NOT_FOUND, detail).exception());
  }
}
