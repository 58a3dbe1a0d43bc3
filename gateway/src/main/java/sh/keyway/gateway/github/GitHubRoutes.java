package sh.keyway.gateway.github;

import io.vertx.core.Future;
import java.util.function.Supplier;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.bus.RoomClient;
import sh.keyway.contracts.secrets.CheckInstallation;
import sh.keyway.contracts.secrets.GetRepositoryIds;
import sh.keyway.contracts.secrets.ListAvailableOrganizations;
import sh.keyway.contracts.secrets.ListInstallations;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.gateway.http.Access;
import sh.keyway.gateway.http.Answer;
import sh.keyway.gateway.http.Exchange;
import sh.keyway.gateway.http.Fields;
import sh.keyway.gateway.http.Routes;
import sh.keyway.gateway.vault.RepoName;

/** Where the GitHub App is installed (http-auth §3.14). */
public final class GitHubRoutes {
  private static final Access ACCESS = Access.anyScope();
  private static final int LONGEST_PART = 100;

  private final RoomClient rooms;
  private final Supplier<String> installUrl;

  /**
   * Asks these rooms.
   *
   * @param installUrl where to install the App; without one, where this server is reached
   */
  public GitHubRoutes(RoomClient rooms, Supplier<String> installUrl) {
    this.rooms = rooms;
    this.installUrl = installUrl;
  }

  /** Adds the routes. */
  public void mount(Routes routes) {
    routes
        .post("/v1/github/check-installation", ACCESS, this::check)
        .get("/v1/github/installations", ACCESS, this::installations)
        .get("/v1/github/available-orgs", ACCESS, this::organizations)
        .get("/v1/github/repo-ids", ACCESS, this::repositoryIds);
  }

  private Future<Answer> check(Exchange exchange) {
    Fields fields = Fields.of(exchange.body());
    String owner = fields.text("repoOwner", 1, LONGEST_PART);
    String repository = fields.text("repoName", 1, LONGEST_PART);
    fields.check();
    String name = owner + "/" + repository;
    if (!RepoName.isValid(name)) {
      throw Problem.validation("repoName", RepoName.EXPECTED).exception();
    }
    return rooms
        .call(SecretsRoom.CHECK_INSTALLATION, new CheckInstallation(exchange.caller(), name))
        .map(state ->
            Answer.ok(exchange, json -> GitHubJson.installation(json, state, installUrl.get())));
  }

  private Future<Answer> installations(Exchange exchange) {
    return rooms
        .call(SecretsRoom.LIST_INSTALLATIONS, new ListInstallations(exchange.caller()))
        .map(list ->
            Answer.ok(exchange, json -> GitHubJson.installations(json, list, installUrl.get())));
  }

  private Future<Answer> organizations(Exchange exchange) {
    return rooms
        .call(
            SecretsRoom.LIST_AVAILABLE_ORGANIZATIONS,
            new ListAvailableOrganizations(exchange.caller()))
        .map(list ->
            Answer.ok(exchange, json -> GitHubJson.organizations(json, list, installUrl.get())));
  }

  private Future<Answer> repositoryIds(Exchange exchange) {
    return rooms
        .call(
            SecretsRoom.GET_REPOSITORY_IDS,
            new GetRepositoryIds(exchange.caller(), repository(exchange)))
        .map(ids -> Answer.ok(exchange, json -> GitHubJson.ids(json, ids)));
  }

  /** The first two parts of the query's {@code repo}; whatever follows them is ignored. */
  private static String repository(Exchange exchange) {
    String given = exchange.query().get("repo");
    String[] parts = given == null ? new String[0] : given.split("/", 3);
    String name = parts.length < 2 ? "" : parts[0] + "/" + parts[1];
    if (!RepoName.isValid(name)) {
      throw Problem.of(Kind.BAD_REQUEST, RepoName.EXPECTED).exception();
    }
    return name;
  }
}
