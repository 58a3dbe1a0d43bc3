package sh.keyway.secrets.ci;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import sh.keyway.connect.ConnectVerticle;
import sh.keyway.contracts.Caller;
import sh.keyway.contracts.Principal;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Role;
import sh.keyway.contracts.bus.Operation;
import sh.keyway.contracts.bus.RoomServer;
import sh.keyway.contracts.secrets.CiPolicyList;
import sh.keyway.contracts.secrets.CiPolicyView;
import sh.keyway.contracts.secrets.CiRules;
import sh.keyway.contracts.secrets.CiTokenIssued;
import sh.keyway.contracts.secrets.CreateCiPolicy;
import sh.keyway.contracts.secrets.DeleteCiPolicy;
import sh.keyway.contracts.secrets.Done;
import sh.keyway.contracts.secrets.ExchangeOidc;
import sh.keyway.contracts.secrets.ListCiPolicies;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.contracts.secrets.UpdateCiPolicy;
import sh.keyway.secrets.BesideGitHub;
import sh.keyway.secrets.SecretsConfig;
import sh.keyway.secrets.SecretsHouse;
import sh.keyway.secrets.WireTap;
import sh.keyway.secrets.audit.AuditWriter;
import sh.keyway.secrets.audit.Refusals;
import sh.keyway.secrets.database.Database;
import sh.keyway.secrets.database.Sql;
import sh.keyway.secrets.forge.Forge;
import sh.keyway.secrets.forge.Forges;
import sh.keyway.secrets.forge.LocalForge;
import sh.keyway.secrets.identity.User;
import sh.keyway.secrets.vault.VaultChanges;
import sh.keyway.secrets.vault.VaultRoles;
import sh.keyway.testkit.TestDatabase;
import sh.keyway.testkit.TestPostgres;
import sh.keyway.testkit.github.ActionsToken;
import sh.keyway.testkit.github.FakeGitHub;
import sh.keyway.testkit.github.GitHubOrganization;
import sh.keyway.testkit.github.GitHubRepository;

/**
 * Two instances of the secrets room beside a connect room and a fake GitHub. Policies are changed
 * through a forge of type {@code github} that knows roles by heart; all else is the real thing.
 */
@SuppressWarnings("try") // waiting may be interrupted, in tests too
final class CiHouse implements AutoCloseable {
  static final String AUDIENCE = "https://keyway.example.com";

  static final Operation<ListCiPolicies, CiPolicyList> LIST =
      Operation.of("test.list", ListCiPolicies.class, CiPolicyList.class);
  static final Operation<CreateCiPolicy, CiPolicyView> CREATE =
      Operation.of("test.create", CreateCiPolicy.class, CiPolicyView.class);
  static final Operation<UpdateCiPolicy, CiPolicyView> UPDATE =
      Operation.of("test.update", UpdateCiPolicy.class, CiPolicyView.class);
  static final Operation<DeleteCiPolicy, Done> DELETE =
      Operation.of("test.delete", DeleteCiPolicy.class, Done.class);

  final FakeGitHub github = FakeGitHub.start();
  final WireTap wire;
  final SecretsHouse house;
  final Map<UUID, Role> roles = new ConcurrentHashMap<>();
  private final Map<String, GitHubOrganization> owners = new ConcurrentHashMap<>();

  CiHouse() throws Exception {
    TestDatabase database = TestPostgres.freshMigratedDatabase();
    wire = new WireTap(database.application().port());
    SecretsConfig config = SecretsHouse.roomy(database, wire.port());
    house = SecretsHouse.open(database, config);
    Vertx vertx = house.vertx;
    SecretsHouse.await(vertx.deployVerticle(new sh.keyway.secrets.SecretsVerticle(config)));
    SecretsHouse.await(vertx.deployVerticle(new ConnectVerticle(BesideGitHub.connect(github))));
    SecretsHouse.await(vertx.deployVerticle(context -> serve(vertx, config)));
    if (house.owner.principal() instanceof Principal.ApiKey key) {
      roles.put(key.userId(), Role.ADMIN);
    }
  }

  private Future<?> serve(Vertx vertx, SecretsConfig config) {
    Database database = new Database(vertx, config);
    Refusals refusals = new Refusals(new AuditWriter(database.audit()));
    Forges forges = new Forges(List.of(new LocalForge(database.reads()), new ByHeart(roles)));
    VaultRoles vaultRoles = new VaultRoles(database.reads(), forges, refusals);
    CiPolicies policies =
        new CiPolicies(database.reads(), vaultRoles, new VaultChanges(database, vaultRoles));
    RoomServer server = new RoomServer(vertx);
    return Future.all(
        server.on(LIST, policies::list),
        server.on(CREATE, policies::create),
        server.on(UPDATE, policies::update),
        server.on(DELETE, policies::delete));
  }

  /** A vault with one secret in each environment, of a new repository of this owner's on GitHub. */
  GitHubRepository vault(String owner, String name) throws Exception {
    GitHubRepository repository =
        owners.computeIfAbsent(owner, github::organization).repository(name);
    house.vault(repository.fullName());
    for (String environment : List.of("development", "staging", "production")) {
      house.push(house.owner, repository.fullName(), environment, Map.of("A", environment));
    }
    house.execute(
        """
        update vaults set forge = 'github', forge_repo_id = %d, forge_owner_id = %d
        where repo_full_name = '%s'
        """
            .formatted(repository.id(), repository.owner().id(), repository.fullName()));
    return repository;
  }

  CiPolicyView policy(GitHubRepository repository, CiRules rules) throws Exception {
    return house.ask(CREATE, new CreateCiPolicy(house.owner, repository.fullName(), rules));
  }

  /** An OIDC token in the making, meant for this server. */
  ActionsToken run(GitHubRepository repository) {
    return github.actions().token(repository).audience(AUDIENCE);
  }

  static ExchangeOidc exchange(String token) {
    return new ExchangeOidc(SecretsHouse.client("curl/8"), token, AUDIENCE);
  }

  CiTokenIssued issue(String token) throws Exception {
    return house.ask(SecretsRoom.EXCHANGE_OIDC, exchange(token));
  }

  Problem refusal(String token) throws Exception {
    return house.refusal(SecretsRoom.EXCHANGE_OIDC, exchange(token));
  }

  /** Whoever holds the pull token. */
  static Caller caller(CiTokenIssued token) {
    return new Caller(
        new Principal.Ci(token.tokenId(), token.vaultId(), token.runId(), token.actor()),
        SecretsHouse.client("curl/8"));
  }

  String pull(CiTokenIssued token, String environment) throws Exception {
    return house.text(caller(token), token.repository(), environment);
  }

  Problem refusedPull(CiTokenIssued token, String repository, String environment) throws Exception {
    return house.refusal(
        SecretsRoom.PULL, SecretsHouse.pulling(caller(token), repository, environment));
  }

  @Override
  public void close() throws Exception {
    house.close();
    wire.close();
    github.close();
  }

  /** Rules that ask for nothing but these environments. */
  static CiRules open(String... environments) {
    return new CiRules(List.of(environments), List.of(), List.of(), List.of(), List.of());
  }

  /** Rules that ask for one of these refs. */
  static CiRules onRefs(List<String> environments, String... refs) {
    return new CiRules(environments, List.of(refs), List.of(), List.of(), List.of());
  }

  private record ByHeart(Map<UUID, Role> roles) implements Forge {
    @Override
    public String type() {
      return "github";
    }

    @Override
    public Future<Standing> standing(User user, Principal principal, VaultRef vault) {
      return Future.succeededFuture(
          new Standing(Optional.ofNullable(roles.get(user.id())), Instant.MAX));
    }

    @Override
    public Future<Map<UUID, Optional<Role>>> roles(
        User user, Principal principal, List<VaultRef> vaults) {
      return Future.succeededFuture(Map.of());
    }

    @Override
    public Future<Candidate> candidate(User user, Principal principal, String repoFullName) {
      return Future.succeededFuture(
          new Candidate(Optional.empty(), Optional.empty(), Optional.empty(), null));
    }

    @Override
    public Future<Optional<Repository>> repository(String repoFullName) {
      return Future.succeededFuture(Optional.empty());
    }

    @Override
    public Future<Boolean> gone(User user, VaultRef vault) {
      return Future.succeededFuture(false);
    }

    @Override
    public Future<Repository> register(Sql transaction, Repository repository) {
      return Future.succeededFuture(repository);
    }
  }
}
