package sh.keyway.secrets.identity;

import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Caller;
import sh.keyway.contracts.Client;
import sh.keyway.contracts.Principal;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.secrets.AdoptSession;
import sh.keyway.contracts.secrets.Done;
import sh.keyway.contracts.secrets.EndSession;
import sh.keyway.contracts.secrets.ListSessions;
import sh.keyway.contracts.secrets.RevokeSessions;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.contracts.secrets.SessionFacts;
import sh.keyway.contracts.secrets.SessionList;
import sh.keyway.secrets.audit.Action;
import sh.keyway.secrets.audit.Activity;
import sh.keyway.secrets.audit.AuditSql;
import sh.keyway.secrets.audit.Metadata;
import sh.keyway.secrets.audit.Refusals;
import sh.keyway.secrets.database.Database;
import sh.keyway.secrets.database.Sql;
import sh.keyway.secrets.serving.Desk;
import sh.keyway.secrets.serving.Service;

/** Sessions: what a Keyway JWT is worth, and until when. */
public final class Sessions implements Service {
  private final Database database;
  private final Refusals refusals;

  /** Works on this database. */
  public Sessions(Database database, Refusals refusals) {
    this.database = database;
    this.refusals = refusals;
  }

  @Override
  public void serveAt(Desk desk) {
    desk.on(SecretsRoom.ADOPT_SESSION, this::adopt)
        .on(SecretsRoom.END_SESSION, this::end)
        .on(SecretsRoom.LIST_SESSIONS, ListSessions::caller, this::list)
        .on(SecretsRoom.REVOKE_SESSIONS, RevokeSessions::caller, this::revoke);
  }

  /** Makes a session for a token that names none. */
  public Future<Done> adopt(AdoptSession request) {
    Tuple parameters =
        Tuple.of(
            request.sessionId(),
            request.userId(),
            request.issuedAt().atOffset(ZoneOffset.UTC),
            request.expiresAt().atOffset(ZoneOffset.UTC));
    return database
        .change()
        .run(SessionSql.ADOPT, parameters)
        .compose(rows -> rows.size() == 0 ? gone() : Future.succeededFuture(new Done()));
  }

  /**
   * A new session, good for seven days; UNAUTHORIZED if the user is gone.
   *
   * @param method what began it, one of {@link SessionList.Entry#method}
   */
  public static Future<SessionFacts> start(Sql tx, UUID userId, String method, Client client) {
    return tx.run(SessionSql.START, Tuple.of(userId, method, client.ip(), client.userAgent()))
        .compose(rows ->
            rows.size() == 0
                ? gone()
                : Future.succeededFuture(SessionSql.facts(rows.iterator().next())));
  }

  /** A session that holds. */
  public static Future<Optional<SessionFacts>> find(Sql sql, UUID sessionId) {
    return sql.run(SessionSql.FIND, Tuple.of(sessionId))
        .map(rows ->
            rows.size() == 0
                ? Optional.empty()
                : Optional.of(SessionSql.facts(rows.iterator().next())));
  }

  /** Writes into the audit that somebody signed in (http-auth §10.1). */
  public static Future<?> recordLogin(
      Sql tx, UUID userId, Client client, String method, boolean isNew) {
    // The operator has no user, so that the row bears the one that is only now signed in.
    Caller nobody = new Caller(new Principal.Operator(), client);
    Metadata metadata = Metadata.empty().with("method", method).with("isNewUser", isNew);
    return AuditSql.insert(tx, Activity.done(Action.USER_LOGIN, nobody, metadata).by(userId));
  }

  /** Signs out. */
  public Future<Done> end(EndSession request) {
    if (!(request.caller().principal() instanceof Principal.Session session)) {
      return Future.succeededFuture(new Done());
    }
    return database.transaction(tx ->
        tx.run(SessionSql.REVOKE_ONE, Tuple.of(session.userId(), session.sessionId()))
            .compose(rows ->
                rows.rowCount() == 0
                    ? Future.succeededFuture(new Done())
                    : record(tx, request.caller(), one(session.sessionId()))));
  }

  /** The caller's own sessions that hold. */
  public Future<SessionList> list(ListSessions request) {
    Principal principal = request.caller().principal();
    return Credentials.require(database.reads(), principal)
        .compose(user -> SessionSql.list(database.reads(), user.id(), current(principal)));
  }

  /** Ends sessions. */
  public Future<Done> revoke(RevokeSessions request) {
    UUID id = request.id();
    String username = request.username();
    if (id != null && username != null) {
      return fail(Kind.BAD_REQUEST, "Name a session or a user, not both");
    }
    if (username != null) {
      return revokeOf(request.caller(), username);
    }
    Principal principal = request.caller().principal();
    return Credentials.require(database.reads(), principal)
        .compose(user ->
            database.transaction(tx ->
                id == null
                    ? others(tx, request.caller(), user.id())
                    : own(tx, request.caller(), user.id(), id)));
  }

  private Future<Done> revokeOf(Caller caller, String username) {
    return refusals
        .recorded(
            Credentials.requireAdministrator(database.reads(), caller.principal()),
            Kind.FORBIDDEN,
            Action.SESSION_REVOKED,
            caller,
            Metadata.empty().with("username", username))
        .compose(allowed -> database.transaction(tx -> everyOf(tx, caller, username)));
  }

  /**
   * Ends every session of these users, and makes worthless what could still become one: sign-ins
   * under way, unused login links, and tokens from before now that name no session.
   *
   * @return how many sessions were ended
   */
  public static Future<Integer> endAll(Sql tx, UUID... users) {
    return SessionSql.endAll(tx, users, null);
  }

  private static Future<Done> own(Sql tx, Caller caller, UUID userId, UUID id) {
    return tx.run(SessionSql.REVOKE_ONE, Tuple.of(userId, id))
        .compose(rows ->
            rows.rowCount() == 0
                ? fail(Kind.NOT_FOUND, "Session not found")
                : record(tx, caller, one(id)));
  }

  private static Future<Done> others(Sql tx, Caller caller, UUID userId) {
    Object users = new UUID[] {userId};
    return SessionSql.endAll(tx, users, current(caller.principal()))
        .compose(ended -> record(tx, caller, Metadata.empty().with("sessions", ended)));
  }

  private static Future<Done> everyOf(Sql tx, Caller caller, String username) {
    return SessionSql.named(tx, username)
        .compose(users ->
            users.length == 0
                ? fail(Kind.NOT_FOUND, "User '%s' not found".formatted(username))
                : endAll(tx, users))
        .compose(ended ->
            record(
                tx, caller, Metadata.empty().with("username", username).with("sessions", ended)));
  }

  private static Future<Done> record(Sql tx, Caller caller, Metadata metadata) {
    return AuditSql.insert(tx, Activity.done(Action.SESSION_REVOKED, caller, metadata))
        .map(new Done());
  }

  private static Metadata one(UUID id) {
    return Metadata.empty().with("sessionId", id.toString());
  }

  private static @Nullable UUID current(Principal principal) {
    return principal instanceof Principal.Session session ? session.sessionId() : null;
  }

  private static <T> Future<T> gone() {
    return fail(
        Kind.UNAUTHORIZED,
        "Session expired or invalid. Please run `keyway login` to authenticate.");
  }

  private static <T> Future<T> fail(Kind kind, String detail) {
    return Future.failedFuture(Problem.of(kind, detail).exception());
  }
}
