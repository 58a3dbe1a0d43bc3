package sh.keyway.secrets.signin;

import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import sh.keyway.contracts.Principal;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.Scope;
import sh.keyway.contracts.secrets.CreateLoginLink;
import sh.keyway.contracts.secrets.LoginLink;
import sh.keyway.contracts.secrets.LoginLinkOwner;
import sh.keyway.contracts.secrets.RedeemLoginLink;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.contracts.secrets.SessionStarted;
import sh.keyway.contracts.secrets.ShowLoginLink;
import sh.keyway.secrets.audit.Action;
import sh.keyway.secrets.audit.Activity;
import sh.keyway.secrets.audit.AuditSql;
import sh.keyway.secrets.audit.Metadata;
import sh.keyway.secrets.audit.Refusals;
import sh.keyway.secrets.database.Database;
import sh.keyway.secrets.database.Sql;
import sh.keyway.secrets.identity.Credentials;
import sh.keyway.secrets.identity.Hash;
import sh.keyway.secrets.identity.Sessions;
import sh.keyway.secrets.serving.Desk;
import sh.keyway.secrets.serving.Service;

/** Links that sign a local user's browser in, once, within ten minutes. */
public final class LoginLinks implements Service {
  private static final int MOST_OPEN = 5;

  /** What the session that a link becomes may do. */
  private static final Set<Scope> OF_A_SESSION =
      EnumSet.complementOf(EnumSet.of(Scope.ADMIN_SERVER));

  // Locked, so that nobody else makes one for the same user until this is done.
  private static final String LOCK_USER =
      """
      select id from users where forge = 'local' and lower(username) = $1 for no key update\
      """;

  private static final String INSERT =
      """
      insert into login_links (token_hash, user_id, expires_at)
      select $1, $2, now() + interval '10 minutes'
      where (select count(*) from login_links where user_id = $2 and expires_at > now()) < $3
      returning expires_at\
      """;

  private static final String SHOW =
      """
      select u.username from login_links l join users u on u.id = l.user_id
      where l.token_hash = $1 and l.expires_at > now()\
      """;

  private static final String TAKE =
      "delete from login_links where token_hash = $1 and expires_at > now() returning user_id";

  private final Database database;
  private final Refusals refusals;

  /** Works on this database. */
  public LoginLinks(Database database, Refusals refusals) {
    this.database = database;
    this.refusals = refusals;
  }

  @Override
  public void serveAt(Desk desk) {
    desk.on(SecretsRoom.CREATE_LOGIN_LINK, CreateLoginLink::caller, this::create)
        .on(SecretsRoom.SHOW_LOGIN_LINK, this::show)
        .on(SecretsRoom.REDEEM_LOGIN_LINK, this::redeem);
  }

  /** Makes a link, for administrators who could themselves do what its session can. */
  public Future<LoginLink> create(CreateLoginLink request) {
    Metadata metadata = Metadata.empty().with("username", request.username());
    return refusals
        .recorded(
            Credentials.requireAdministrator(database.reads(), request.caller().principal())
                .compose(allowed -> mayAct(request.caller().principal())),
            Kind.FORBIDDEN,
            Action.LOGIN_LINK_CREATED,
            request.caller(),
            metadata)
        .compose(allowed ->
            database.transaction(tx ->
                insert(tx, request.username())
                    .compose(link ->
                        AuditSql.insert(
                                tx,
                                Activity.done(
                                    Action.LOGIN_LINK_CREATED, request.caller(), metadata))
                            .map(link))));
  }

  /** A key that only administers the server must not become a session that reads secrets. */
  private static Future<Void> mayAct(Principal principal) {
    boolean within =
        principal instanceof Principal.Operator || OF_A_SESSION.stream().allMatch(principal::has);
    return within
        ? Future.succeededFuture()
        : fail(
            Kind.FORBIDDEN,
            "A login link can only be made with every scope a session has: "
                + OF_A_SESSION.stream().map(Scope::wire).collect(Collectors.joining(", ")));
  }

  private static Future<LoginLink> insert(Sql tx, String username) {
    String token = Draw.token();
    return tx.run(LOCK_USER, Tuple.of(username.toLowerCase(Locale.ROOT)))
        .compose(rows ->
            rows.size() == 0
                ? fail(Kind.NOT_FOUND, "User '%s' not found".formatted(username))
                : tx.run(
                    INSERT,
                    Tuple.of(
                        Hash.of(token), rows.iterator().next().getUUID("id"), (long) MOST_OPEN)))
        .compose(rows ->
            rows.size() == 0
                ? fail(Kind.CONFLICT, "This user has too many unused login links")
                : Future.succeededFuture(
                    new LoginLink(
                        token,
                        rows.iterator().next().getOffsetDateTime("expires_at").toInstant())));
  }

  /** Whose link it is. */
  public Future<LoginLinkOwner> show(ShowLoginLink request) {
    return database
        .reads()
        .run(SHOW, Tuple.of(Hash.of(request.token())))
        .compose(rows ->
            rows.size() == 0
                ? unknown()
                : Future.succeededFuture(
                    new LoginLinkOwner(rows.iterator().next().getString("username"))));
  }

  /** Signs in. */
  public Future<SessionStarted> redeem(RedeemLoginLink request) {
    return database.transaction(tx ->
        tx.run(TAKE, Tuple.of(Hash.of(request.token())))
            .compose(rows ->
                rows.size() == 0
                    ? unknown()
                    : session(tx, request, rows.iterator().next().getUUID("user_id"))));
  }

  private static Future<SessionStarted> session(Sql tx, RedeemLoginLink request, UUID userId) {
    return Sessions.start(tx, userId, "login-link", request.client())
        .compose(session ->
            Sessions.recordLogin(tx, userId, request.client(), "login_link", false)
                .map(new SessionStarted(session)));
  }

  private static <T> Future<T> unknown() {
    return fail(Kind.NOT_FOUND, "This link is no longer valid");
  }

  private static <T> Future<T> fail(Kind kind, String detail) {
    return Future.failedFuture(Problem.of(kind, detail).exception());
  }
}
