package sh.keyway.secrets;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Tuple;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Caller;
import sh.keyway.contracts.bus.Operation;
import sh.keyway.contracts.bus.RoomClient;
import sh.keyway.contracts.bus.RoomServer;
import sh.keyway.contracts.crypto.AskKeys;
import sh.keyway.contracts.crypto.CryptoRoom;
import sh.keyway.contracts.secrets.AddUser;
import sh.keyway.contracts.secrets.CheckInstallation;
import sh.keyway.contracts.secrets.CreateApiKey;
import sh.keyway.contracts.secrets.CreateCiPolicy;
import sh.keyway.contracts.secrets.CreateLoginLink;
import sh.keyway.contracts.secrets.CreateOverride;
import sh.keyway.contracts.secrets.CreateVault;
import sh.keyway.contracts.secrets.DeleteCiPolicy;
import sh.keyway.contracts.secrets.DeleteOverride;
import sh.keyway.contracts.secrets.DeleteVault;
import sh.keyway.contracts.secrets.GetApiKey;
import sh.keyway.contracts.secrets.GetRepositoryIds;
import sh.keyway.contracts.secrets.GetVault;
import sh.keyway.contracts.secrets.Health;
import sh.keyway.contracts.secrets.ListApiKeys;
import sh.keyway.contracts.secrets.ListAvailableOrganizations;
import sh.keyway.contracts.secrets.ListCiPolicies;
import sh.keyway.contracts.secrets.ListInstallations;
import sh.keyway.contracts.secrets.ListOverrides;
import sh.keyway.contracts.secrets.ListRoles;
import sh.keyway.contracts.secrets.ListSessions;
import sh.keyway.contracts.secrets.ListUsers;
import sh.keyway.contracts.secrets.ListVaults;
import sh.keyway.contracts.secrets.MoveVault;
import sh.keyway.contracts.secrets.Pull;
import sh.keyway.contracts.secrets.Push;
import sh.keyway.contracts.secrets.RemoveUser;
import sh.keyway.contracts.secrets.RequestApproval;
import sh.keyway.contracts.secrets.ResetMinimums;
import sh.keyway.contracts.secrets.ResetOverrides;
import sh.keyway.contracts.secrets.RevokeApiKey;
import sh.keyway.contracts.secrets.RevokeSessions;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.contracts.secrets.SetMinimums;
import sh.keyway.contracts.secrets.SetRole;
import sh.keyway.contracts.secrets.ShowEffective;
import sh.keyway.contracts.secrets.ShowPermissionDefaults;
import sh.keyway.contracts.secrets.ShowPermissions;
import sh.keyway.contracts.secrets.UpdateCiPolicy;
import sh.keyway.contracts.secrets.UpdateOverride;
import sh.keyway.contracts.secrets.ViewSecret;
import sh.keyway.contracts.secrets.WhoAmI;
import sh.keyway.secrets.audit.AuditWriter;
import sh.keyway.secrets.audit.Refusals;
import sh.keyway.secrets.ci.CiExchange;
import sh.keyway.secrets.ci.CiPolicies;
import sh.keyway.secrets.database.Database;
import sh.keyway.secrets.forge.Forge;
import sh.keyway.secrets.forge.Forges;
import sh.keyway.secrets.forge.GitHubForge;
import sh.keyway.secrets.forge.LocalForge;
import sh.keyway.secrets.identity.ApiKeys;
import sh.keyway.secrets.identity.GitHubTokens;
import sh.keyway.secrets.identity.GitHubUsers;
import sh.keyway.secrets.identity.KeyUsage;
import sh.keyway.secrets.identity.Sessions;
import sh.keyway.secrets.identity.UserTokens;
import sh.keyway.secrets.identity.Users;
import sh.keyway.secrets.installation.Installations;
import sh.keyway.secrets.installation.Webhooks;
import sh.keyway.secrets.key.WritingKey;
import sh.keyway.secrets.permission.Access;
import sh.keyway.secrets.permission.EffectiveRights;
import sh.keyway.secrets.permission.Minimums;
import sh.keyway.secrets.permission.Overrides;
import sh.keyway.secrets.revision.Revisions;
import sh.keyway.secrets.secret.SecretOperations;
import sh.keyway.secrets.signin.Approvals;
import sh.keyway.secrets.signin.DeviceCodes;
import sh.keyway.secrets.signin.LoginLinks;
import sh.keyway.secrets.signin.SignIns;
import sh.keyway.secrets.vault.VaultChanges;
import sh.keyway.secrets.vault.VaultMoves;
import sh.keyway.secrets.vault.VaultRoles;
import sh.keyway.secrets.vault.Vaults;

/**
 * Serves the operations of the secrets room. Refuses to start when the crypto room cannot open what
 * the database's key checks say it must.
 */
public final class SecretsVerticle extends VerticleBase {
  private final SecretsConfig config;
  private final InstantSource clock;
  private @Nullable Database database;
  private @Nullable KeyUsage usage;
  private @Nullable Purge purge;

  /** Serves on this database. */
  public SecretsVerticle(SecretsConfig config) {
    this(config, InstantSource.system());
  }

  /** For tests, which let the age of roles pass by this clock. */
  SecretsVerticle(SecretsConfig config, InstantSource clock) {
    this.config = config;
    this.clock = clock;
  }

  @Override
  public Future<?> start() {
    Database open = new Database(vertx, config);
    database = open;
    RoomClient rooms = new RoomClient(vertx);
    return WritingKey.prove(open.reads(), rooms).compose(key -> serve(open, rooms, key));
  }

  private Future<?> serve(Database open, RoomClient rooms, WritingKey key) {
    RoomServer server = new RoomServer(vertx);
    KeyUsage counter = new KeyUsage(vertx, open.change());
    usage = counter;
    AuditWriter audit = new AuditWriter(open.audit());
    Refusals refusals = new Refusals(audit);
    Forges forges = forges(open, rooms);
    Access access = new Access(open.reads(), forges, audit, clock);
    Revisions revisions = new Revisions(vertx, open.reads(), rooms, key);
    SecretOperations secrets = SecretOperations.of(vertx, open, access, revisions, audit, config);
    Vaults vaults = new Vaults(open, forges, refusals);
    VaultMoves moves = new VaultMoves(open, forges, refusals);
    ApiKeys keys = new ApiKeys(open, refusals);
    Users users = new Users(open, refusals);
    Sessions sessions = new Sessions(open, refusals);
    boolean github = config.github() != null;
    UserTokens tokens = new UserTokens(vertx, open, rooms, key);
    GitHubUsers gitHubUsers = new GitHubUsers(open, tokens);
    GitHubTokens gitHubTokens = new GitHubTokens(vertx, open, rooms, gitHubUsers, config.github());
    SignIns signIns = new SignIns(open, rooms, gitHubUsers, github);
    DeviceCodes devices = new DeviceCodes(open);
    Approvals approvals = new Approvals(open, rooms, github);
    LoginLinks links = new LoginLinks(open, refusals);
    purge = new Purge(vertx, open.change());
    Installations installations = new Installations(open, forges, rooms, tokens);
    Webhooks webhooks = new Webhooks(vertx, open);
    VaultRoles roles = new VaultRoles(open.reads(), forges, refusals);
    VaultChanges changes = new VaultChanges(open, roles);
    Overrides overrides = new Overrides(open.reads(), roles, changes);
    Minimums minimums = new Minimums(open.reads(), roles, changes);
    EffectiveRights rights = new EffectiveRights(open.reads(), forges);
    CiPolicies policies = new CiPolicies(open.reads(), roles, changes);
    CiExchange exchange = new CiExchange(open, rooms, refusals);
    Counted on = new Counted(server, counter);
    return Future.all(
        List.of(
            server.on(SecretsRoom.HEALTH, ask -> health(open, rooms)),
            server.on(SecretsRoom.IDENTIFY_API_KEY, keys::identify),
            server.on(SecretsRoom.ADOPT_SESSION, sessions::adopt),
            server.on(SecretsRoom.END_SESSION, sessions::end),
            on.serve(SecretsRoom.LIST_SESSIONS, ListSessions::caller, sessions::list),
            on.serve(SecretsRoom.REVOKE_SESSIONS, RevokeSessions::caller, sessions::revoke),
            server.on(SecretsRoom.START_SIGN_IN, signIns::start),
            server.on(SecretsRoom.COMPLETE_SIGN_IN, signIns::complete),
            server.on(SecretsRoom.CANCEL_SIGN_IN, signIns::cancel),
            server.on(SecretsRoom.START_DEVICE, devices::start),
            server.on(SecretsRoom.POLL_DEVICE, devices::poll),
            on.serve(SecretsRoom.REQUEST_APPROVAL, RequestApproval::caller, approvals::request),
            server.on(SecretsRoom.DECIDE_DEVICE, approvals::decide),
            on.serve(SecretsRoom.CREATE_LOGIN_LINK, CreateLoginLink::caller, links::create),
            server.on(SecretsRoom.SHOW_LOGIN_LINK, links::show),
            server.on(SecretsRoom.REDEEM_LOGIN_LINK, links::redeem),
            server.on(SecretsRoom.IDENTIFY_GITHUB_TOKEN, gitHubTokens::identify),
            server.on(SecretsRoom.ENSURE_OWNER, users::ensureOwner),
            server.on(SecretsRoom.RECORD_REFUSAL, refusals::record),
            on.serve(SecretsRoom.PULL, Pull::caller, secrets.read()::pull),
            on.serve(SecretsRoom.VIEW, ViewSecret::caller, secrets.read()::view),
            on.serve(SecretsRoom.PUSH, Push::caller, secrets.write()::push),
            on.serve(SecretsRoom.LIST_VAULTS, ListVaults::caller, vaults::list),
            on.serve(SecretsRoom.GET_VAULT, GetVault::caller, vaults::get),
            on.serve(SecretsRoom.CREATE_VAULT, CreateVault::caller, vaults::create),
            on.serve(SecretsRoom.DELETE_VAULT, DeleteVault::caller, vaults::delete),
            on.serve(SecretsRoom.SHOW_PERMISSIONS, ShowPermissions::caller, minimums::show),
            on.serve(SecretsRoom.SET_MINIMUMS, SetMinimums::caller, minimums::set),
            on.serve(SecretsRoom.RESET_MINIMUMS, ResetMinimums::caller, minimums::reset),
            on.serve(SecretsRoom.LIST_OVERRIDES, ListOverrides::caller, overrides::list),
            on.serve(SecretsRoom.CREATE_OVERRIDE, CreateOverride::caller, overrides::create),
            on.serve(SecretsRoom.UPDATE_OVERRIDE, UpdateOverride::caller, overrides::update),
            on.serve(SecretsRoom.DELETE_OVERRIDE, DeleteOverride::caller, overrides::delete),
            on.serve(SecretsRoom.RESET_OVERRIDES, ResetOverrides::caller, overrides::reset),
            on.serve(SecretsRoom.SHOW_EFFECTIVE, ShowEffective::caller, rights::show),
            on.serve(
                SecretsRoom.SHOW_PERMISSION_DEFAULTS,
                ShowPermissionDefaults::caller,
                rights::defaults),
            server.on(SecretsRoom.EXCHANGE_OIDC, exchange::exchange),
            on.serve(SecretsRoom.LIST_CI_POLICIES, ListCiPolicies::caller, policies::list),
            on.serve(SecretsRoom.CREATE_CI_POLICY, CreateCiPolicy::caller, policies::create),
            on.serve(SecretsRoom.UPDATE_CI_POLICY, UpdateCiPolicy::caller, policies::update),
            on.serve(SecretsRoom.DELETE_CI_POLICY, DeleteCiPolicy::caller, policies::delete),
            on.serve(SecretsRoom.MOVE_VAULT, MoveVault::caller, moves::move),
            on.serve(SecretsRoom.CREATE_API_KEY, CreateApiKey::caller, keys::create),
            on.serve(SecretsRoom.LIST_API_KEYS, ListApiKeys::caller, keys::list),
            on.serve(SecretsRoom.GET_API_KEY, GetApiKey::caller, keys::get),
            on.serve(SecretsRoom.REVOKE_API_KEY, RevokeApiKey::caller, keys::revoke),
            on.serve(SecretsRoom.WHO_AM_I, WhoAmI::caller, users::whoAmI),
            on.serve(SecretsRoom.ADD_USER, AddUser::caller, users::add),
            on.serve(SecretsRoom.LIST_USERS, ListUsers::caller, users::list),
            on.serve(SecretsRoom.REMOVE_USER, RemoveUser::caller, users::remove),
            on.serve(SecretsRoom.SET_ROLE, SetRole::caller, users::setRole),
            on.serve(SecretsRoom.LIST_ROLES, ListRoles::caller, users::roles),
            on.serve(
                SecretsRoom.CHECK_INSTALLATION, CheckInstallation::caller, installations::check),
            on.serve(
                SecretsRoom.LIST_INSTALLATIONS, ListInstallations::caller, installations::list),
            on.serve(
                SecretsRoom.LIST_AVAILABLE_ORGANIZATIONS,
                ListAvailableOrganizations::caller,
                installations::available),
            on.serve(
                SecretsRoom.GET_REPOSITORY_IDS,
                GetRepositoryIds::caller,
                installations::repositoryIds),
            server.on(SecretsRoom.RECEIVE_WEBHOOK, webhooks::receive)));
  }

  private Forges forges(Database open, RoomClient rooms) {
    Forge local = new LocalForge(open.reads());
    SecretsConfig.GitHubRules rules = config.github();
    return new Forges(
        rules == null
            ? List.of(local)
            : List.of(new GitHubForge(vertx, open, rooms, rules, clock), local));
  }

  /** Serves operations that have a caller, counting the use of its API key. */
  private record Counted(RoomServer server, KeyUsage usage) {
    <Q extends Record, A extends Record> Future<Void> serve(
        Operation<Q, A> operation, Function<Q, Caller> caller, Function<Q, Future<A>> handler) {
      Patience patience = Patience.of(operation);
      return server.on(
          operation,
          request -> {
            usage.count(caller.apply(request));
            return patience.serve(() -> handler.apply(request));
          });
    }
  }

  private static Future<Health> health(Database open, RoomClient rooms) {
    Future<Boolean> database =
        open.reads().run("select 1", Tuple.tuple()).map(true).otherwise(false);
    Future<Boolean> crypto = rooms.call(CryptoRoom.KEYS, new AskKeys()).map(true).otherwise(false);
    return Future.join(database, crypto)
        .map(both -> new Health(database.result(), crypto.result()));
  }

  @Override
  public Future<?> stop() {
    KeyUsage counter = usage;
    Database open = database;
    Purge tidying = purge;
    if (tidying != null) {
      tidying.close();
    }
    Future<Void> written = counter == null ? Future.succeededFuture() : counter.close();
    return open == null ? written : written.eventually(open::close);
  }
}
