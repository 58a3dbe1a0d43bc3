package sh.keyway.secrets.identity;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Function;
import sh.keyway.contracts.Caller;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.ProblemException;
import sh.keyway.contracts.Scope;
import sh.keyway.contracts.secrets.AddUser;
import sh.keyway.contracts.secrets.Done;
import sh.keyway.contracts.secrets.EnsureOwner;
import sh.keyway.contracts.secrets.ListRoles;
import sh.keyway.contracts.secrets.ListUsers;
import sh.keyway.contracts.secrets.OwnerState;
import sh.keyway.contracts.secrets.RemoveUser;
import sh.keyway.contracts.secrets.RoleList;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.contracts.secrets.SetRole;
import sh.keyway.contracts.secrets.ShowUsage;
import sh.keyway.contracts.secrets.UsageView;
import sh.keyway.contracts.secrets.UserPage;
import sh.keyway.contracts.secrets.UserView;
import sh.keyway.contracts.secrets.WhoAmI;
import sh.keyway.secrets.audit.Action;
import sh.keyway.secrets.audit.Activity;
import sh.keyway.secrets.audit.AuditSql;
import sh.keyway.secrets.audit.Metadata;
import sh.keyway.secrets.audit.Refusals;
import sh.keyway.secrets.database.Database;
import sh.keyway.secrets.database.Faults;
import sh.keyway.secrets.database.Sql;
import sh.keyway.secrets.serving.Desk;
import sh.keyway.secrets.serving.Service;

/** Users of this installation and, for those of the local forge, their roles. */
public final class Users implements Service {
  private static final String OWNER_NAME = "owner";
  private static final String OWNER_EXISTS = "select exists (select from users where is_owner)";
  private static final String INSERT_OWNER_KEY =
      """
      insert into api_keys (user_id, name, key_prefix, key_hash, environment, scopes)
      values ($1, 'Made at the first start', $2, $3, 'live', $4)\
      """;

  private final Database database;
  private final Refusals refusals;

  /** Works on this database. */
  public Users(Database database, Refusals refusals) {
    this.database = database;
    this.refusals = refusals;
  }

  @Override
  public void serveAt(Desk desk) {
    desk.on(SecretsRoom.ENSURE_OWNER, this::ensureOwner)
        .on(SecretsRoom.WHO_AM_I, WhoAmI::caller, this::whoAmI)
        .on(SecretsRoom.SHOW_USAGE, ShowUsage::caller, this::usage)
        .on(SecretsRoom.ADD_USER, AddUser::caller, this::add)
        .on(SecretsRoom.LIST_USERS, ListUsers::caller, this::list)
        .on(SecretsRoom.REMOVE_USER, RemoveUser::caller, this::remove)
        .on(SecretsRoom.SET_ROLE, SetRole::caller, this::setRole)
        .on(SecretsRoom.LIST_ROLES, ListRoles::caller, this::roles);
  }

  /** The caller's own user. */
  public Future<UserView> whoAmI(WhoAmI request) {
    return Credentials.require(database.reads(), request.caller().principal())
        .compose(user -> UserSql.get(database.reads(), user.id()));
  }

  /** How many vaults the caller owns. */
  public Future<UsageView> usage(ShowUsage request) {
    return Credentials.require(database.reads(), request.caller().principal())
        .compose(user -> UserSql.usage(database.reads(), user.id()));
  }

  /** Everyone. */
  public Future<UserPage> list(ListUsers request) {
    return viewer(request.caller(), Metadata.empty().with("what", "users"))
        .compose(allowed -> UserSql.page(database.reads(), request.limit(), request.offset()));
  }

  /** Makes a local user. */
  public Future<UserView> add(AddUser request) {
    return change(
        request.caller(),
        Action.USER_CREATED,
        Metadata.empty().with("username", request.username()),
        tx -> UserSql.insertLocal(tx, request.username(), request.email(), false));
  }

  /** Removes a local user. */
  public Future<Done> remove(RemoveUser request) {
    return change(
            request.caller(),
            Action.USER_REMOVED,
            Metadata.empty().with("username", request.username()),
            tx ->
                UserSql.findLocal(tx, request.username())
                    .compose(user ->
                        user.owner()
                            ? conflict("The installation's owner cannot be removed")
                            : UserSql.delete(tx, user.id()).map(new Done())))
        .recover(failure ->
            Faults.isStillReferenced(failure)
                ? conflict("This user owns vaults; delete them first")
                : Future.failedFuture(failure));
  }

  /** Gives or takes a role. */
  public Future<Done> setRole(SetRole request) {
    return change(
        request.caller(),
        Action.PERMISSION_CHANGED,
        Metadata.empty()
            .with("username", request.username())
            .with("repoFullName", request.repoFullName())
            .with("role", request.role() == null ? "none" : request.role().wire()),
        tx ->
            UserSql.findLocal(tx, request.username())
                .compose(
                    user -> UserSql.setRole(tx, user.id(), request.repoFullName(), request.role()))
                .map(new Done()));
  }

  /** A local user's roles. */
  public Future<RoleList> roles(ListRoles request) {
    return viewer(
            request.caller(),
            Metadata.empty().with("what", "roles").with("username", request.username()))
        .compose(allowed -> UserSql.findLocal(database.reads(), request.username()))
        .compose(user -> UserSql.roles(database.reads(), user.id()));
  }

  /** Makes the owner with its first key, unless there is one; several nodes may ask at once. */
  public Future<OwnerState> ensureOwner(EnsureOwner request) {
    return database
        .transaction(tx ->
            tx.run(OWNER_EXISTS, Tuple.tuple())
                .compose(rows ->
                    rows.iterator().next().getBoolean(0)
                        ? Future.succeededFuture(new OwnerState(false))
                        : makeOwner(tx, request)))
        .recover(failure ->
            failure instanceof ProblemException known && known.problem().kind() == Kind.CONFLICT
                ? Future.succeededFuture(new OwnerState(false))
                : Future.failedFuture(failure));
  }

  private static Future<OwnerState> makeOwner(Sql tx, EnsureOwner request) {
    Object scopes = Arrays.stream(Scope.values()).map(Scope::wire).toArray(String[]::new);
    Buffer hash = Buffer.buffer(HexFormat.of().parseHex(request.keyHash()));
    return UserSql.insertLocal(tx, OWNER_NAME, null, true)
        .compose(owner ->
            tx.run(INSERT_OWNER_KEY, Tuple.of(owner.id(), request.keyPrefix(), hash, scopes)))
        .map(new OwnerState(true));
  }

  private Future<Void> administrator(Caller caller, Action action, Metadata metadata) {
    return refusals.recorded(
        Credentials.requireAdministrator(database.reads(), caller.principal()),
        Kind.FORBIDDEN,
        action,
        caller,
        metadata);
  }

  private Future<Void> viewer(Caller caller, Metadata metadata) {
    return administrator(caller, Action.USERS_VIEWED, metadata);
  }

  private <T> Future<T> change(
      Caller caller, Action action, Metadata metadata, Function<Sql, Future<T>> work) {
    return administrator(caller, action, metadata)
        .compose(allowed ->
            database.transaction(tx ->
                work.apply(tx)
                    .compose(result ->
                        AuditSql.insert(tx, Activity.done(action, caller, metadata)).map(result))));
  }

  private static <T> Future<T> conflict(String detail) {
    return Future.failedFuture(Problem.of(Kind.CONFLICT, detail).exception());
  }
}
