package sh.keyway.secrets;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Tuple;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.bus.RoomClient;
import sh.keyway.contracts.bus.RoomServer;
import sh.keyway.contracts.crypto.AskKeys;
import sh.keyway.contracts.crypto.CryptoRoom;
import sh.keyway.contracts.secrets.Health;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.secrets.audit.AuditWriter;
import sh.keyway.secrets.audit.Refusals;
import sh.keyway.secrets.ci.CiExchange;
import sh.keyway.secrets.ci.CiPolicies;
import sh.keyway.secrets.database.Database;
import sh.keyway.secrets.forge.Forge;
import sh.keyway.secrets.forge.ForgeOrigin;
import sh.keyway.secrets.forge.Forges;
import sh.keyway.secrets.forge.GitHubForge;
import sh.keyway.secrets.forge.LocalForge;
import sh.keyway.secrets.identity.ApiKeys;
import sh.keyway.secrets.identity.GatewayRefusals;
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
import sh.keyway.secrets.serving.Desk;
import sh.keyway.secrets.serving.Service;
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
 * the database's key checks say it must, or when GitHub is not the one the database is of.
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
    SecretsConfig.GitHubRules github = config.github();
    Future<Void> ours =
        github == null ? Future.succeededFuture() : ForgeOrigin.prove(open.change(), github.api());
    return ours.compose(proven -> WritingKey.prove(open.reads(), rooms))
        .compose(key -> serve(open, rooms, key));
  }

  private Future<?> serve(Database open, RoomClient rooms, WritingKey key) {
    KeyUsage counter = new KeyUsage(vertx, open.change());
    usage = counter;
    AuditWriter audit = new AuditWriter(open.audit());
    Refusals refusals = new Refusals(audit);
    Forges forges = forges(open, rooms);
    Access access = new Access(open.reads(), forges, audit, clock);
    Revisions revisions = new Revisions(vertx, open.reads(), rooms, key);
    SecretOperations secrets = SecretOperations.of(vertx, open, access, revisions, audit, config);
    VaultRoles roles = new VaultRoles(open.reads(), forges, refusals);
    VaultChanges changes = new VaultChanges(open, roles);
    UserTokens tokens = new UserTokens(vertx, open, rooms, key);
    GitHubUsers gitHubUsers = new GitHubUsers(open, tokens);
    SecretsConfig.GitHubRules github = config.github();
    purge = new Purge(vertx, open.change());
    Desk desk = new Desk(new RoomServer(vertx), counter::count);
    desk.on(SecretsRoom.HEALTH, ask -> health(open, rooms));
    List.<Service>of(
            new GatewayRefusals(open.reads(), audit),
            secrets.read(),
            secrets.write(),
            new Users(open, refusals),
            new ApiKeys(open, refusals),
            new Sessions(open, refusals),
            new GitHubTokens(vertx, open, rooms, gitHubUsers, github),
            new SignIns(open, rooms, gitHubUsers, github != null),
            new DeviceCodes(open),
            new Approvals(open, forges, github == null ? null : github.installUrl()),
            new LoginLinks(open, refusals),
            new Vaults(open, forges, refusals),
            new VaultMoves(open, forges, refusals),
            new Overrides(open.reads(), roles, changes),
            new Minimums(open.reads(), roles, changes),
            new EffectiveRights(open.reads(), forges),
            new CiPolicies(open.reads(), roles, changes),
            new CiExchange(open, rooms, refusals),
            new Installations(open, forges, rooms, tokens),
            new Webhooks(vertx, open))
        .forEach(service -> service.serveAt(desk));
    return desk.open();
  }

  private Forges forges(Database open, RoomClient rooms) {
    Forge local = new LocalForge(open.reads());
    SecretsConfig.GitHubRules rules = config.github();
    return new Forges(
        rules == null
            ? List.of(local)
            : List.of(new GitHubForge(vertx, open, rooms, rules, clock), local));
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
