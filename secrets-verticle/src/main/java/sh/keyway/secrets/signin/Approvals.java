package sh.keyway.secrets.signin;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Client;
import sh.keyway.contracts.Platform;
import sh.keyway.contracts.Principal;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.secrets.DecideDevice;
import sh.keyway.contracts.secrets.DeviceApproval;
import sh.keyway.contracts.secrets.DeviceDecided;
import sh.keyway.contracts.secrets.RequestApproval;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.secrets.database.Database;
import sh.keyway.secrets.database.Sql;
import sh.keyway.secrets.forge.Forge;
import sh.keyway.secrets.forge.Forges;
import sh.keyway.secrets.identity.Credentials;
import sh.keyway.secrets.identity.Hash;
import sh.keyway.secrets.identity.Sessions;
import sh.keyway.secrets.identity.User;
import sh.keyway.secrets.serving.Desk;
import sh.keyway.secrets.serving.Service;

/**
 * A browser's side of device codes. Signing in never approves by itself: the user sees who asked
 * for what, and says so (http-auth §12 W1).
 */
public final class Approvals implements Service {
  private static final Pattern REPOSITORY = Pattern.compile("[^/]+/[^/]+");

  private static final String OFFER =
      """
      with code as (
          select id, repository, requested_from, created_at, expires_at from device_codes
          where id = $1 and status = 'pending' and expires_at > now()
        ), made as (
          insert into device_approvals (token_hash, cookie_hash, device_code_id, user_id,
            session_id, is_new_user, expires_at)
          select $2, $3, code.id, $4, $5, $6, code.expires_at from code
        )
      select repository, requested_from, created_at from code\
      """;

  private static final String TAKE =
      """
      delete from device_approvals a where a.token_hash = $1
      returning a.cookie_hash, a.device_code_id, a.user_id, a.is_new_user,
        a.expires_at > now() and (a.session_id is null or exists (
          select from sessions s
          where s.id = a.session_id and s.revoked_at is null and s.expires_at > now())) as holds\
      """;

  private static final String DECIDE =
      """
      update device_codes d set status = $2, decided_at = now(),
        user_id = case when $2 = 'approved' then u.id end
      from users u
      where d.id = $1 and d.status = 'pending' and d.expires_at > now() and u.id = $3
      returning d.repository, d.forge_owner_id, d.forge_repo_id, d.platform, %s
      """
          .formatted(User.COLUMNS);

  private final Database database;
  private final Forges forges;
  private final @Nullable String installUrl;

  /**
   * Works on this database.
   *
   * @param installUrl where to install the GitHub App, null if there is none
   */
  public Approvals(Database database, Forges forges, @Nullable String installUrl) {
    this.database = database;
    this.forges = forges;
    this.installUrl = installUrl;
  }

  @Override
  public void serveAt(Desk desk) {
    desk.on(SecretsRoom.REQUEST_APPROVAL, RequestApproval::caller, this::request)
        .on(SecretsRoom.DECIDE_DEVICE, this::decide);
  }

  /** A browser that is signed in wants to approve a code. */
  public Future<DeviceApproval> request(RequestApproval request) {
    if (!(request.caller().principal() instanceof Principal.Session session)) {
      return fail(Kind.FORBIDDEN, "Only a browser session can approve a device");
    }
    return Credentials.require(database.reads(), session)
        .compose(user ->
            DeviceCodes.open(database.reads(), request.userCode())
                .compose(code ->
                    database.transaction(tx -> offer(tx, code, user, session.sessionId(), false))));
  }

  /** Lets this user decide; CONFLICT if the code is over. */
  static Future<DeviceApproval> offer(
      Sql tx, DeviceCodes.Open code, User user, @Nullable UUID session, boolean isNew) {
    String token = Draw.token();
    String cookie = Draw.token();
    return tx.run(
            OFFER, Tuple.of(code.id(), Hash.of(token), Hash.of(cookie), user.id(), session, isNew))
        .compose(rows -> {
          if (rows.size() == 0) {
            return DeviceCodes.over();
          }
          Row row = rows.iterator().next();
          return Future.succeededFuture(
              new DeviceApproval(
                  token,
                  cookie,
                  user.username(),
                  row.getString("repository"),
                  row.getString("requested_from"),
                  row.getOffsetDateTime("created_at").toInstant(),
                  code.code().text()));
        });
  }

  /** The user approves or denies. */
  public Future<DeviceDecided> decide(DecideDevice request) {
    return database
        .transaction(tx ->
            tx.run(TAKE, Tuple.of(Hash.of(request.token())))
                .compose(rows -> {
                  if (rows.size() == 0) {
                    return Future.succeededFuture(Optional.<Decision>empty());
                  }
                  Row approval = rows.iterator().next();
                  boolean ours = Hash.matches(approval.getBuffer("cookie_hash"), request.cookie());
                  // Another browser's attempt uses the token up too, so it must not fail in here.
                  return ours && approval.getBoolean("holds")
                      ? decide(tx, request, approval).map(Optional::of)
                      : Future.succeededFuture(Optional.<Decision>empty());
                }))
        .compose(decided ->
            decided.isPresent()
                ? Future.succeededFuture(decided.get())
                : fail(Kind.UNAUTHORIZED, "This page is no longer valid, please start again"))
        .compose(decision ->
            (request.approve() ? installUrl(decision) : Future.succeededFuture((String) null))
                .map(url -> new DeviceDecided(decision.user().username(), url)));
  }

  private static Future<Decision> decide(Sql tx, DecideDevice request, Row approval) {
    UUID userId = approval.getUUID("user_id");
    String status = request.approve() ? "approved" : "denied";
    return tx.run(DECIDE, Tuple.of(approval.getUUID("device_code_id"), status, userId))
        .compose(rows -> {
          if (rows.size() == 0) {
            return DeviceCodes.over();
          }
          Row code = rows.iterator().next();
          Decision decision =
              new Decision(
                  User.of(code),
                  code.getString("repository"),
                  code.getLong("forge_owner_id"),
                  code.getLong("forge_repo_id"));
          if (!request.approve()) {
            return Future.succeededFuture(decision);
          }
          // From this browser, but it is the client that is signed in.
          Client client = request.client();
          Platform platform = Platform.valueOf(code.getString("platform").toUpperCase(Locale.ROOT));
          Client device = new Client(client.ip(), client.userAgent(), platform, client.requestId());
          boolean isNew = approval.getBoolean("is_new_user");
          return Sessions.recordLogin(tx, userId, device, "device_flow", isNew).map(decision);
        });
  }

  /** What was decided, and about which repository. */
  private record Decision(
      User user, @Nullable String repository, @Nullable Long ownerId, @Nullable Long repoId) {}

  /**
   * Where whoever has no role on the repository they named goes next. They are told the same
   * whether the App covers it, or not, or whether there is none of that name. It is a look-up like
   * any other: limited, and not from what is left of the quota for those we know.
   */
  private Future<@Nullable String> installUrl(Decision decision) {
    Forge forge = forges.preferred();
    String repository = decision.repository();
    String install = installUrl;
    if (install == null
        || repository == null
        || !REPOSITORY.matcher(repository).matches()
        || !decision.user().forge().equals(forge.type())) {
      return Future.succeededFuture(null);
    }
    // Nobody's token bounds what is asked: the user is in a browser.
    return forge
        .candidate(decision.user(), new Principal.Operator(), repository)
        .map(found -> found.role().isPresent() ? null : url(install, decision))
        .otherwise((String) null);
  }

  private static String url(String install, Decision decision) {
    return decision.ownerId() == null || decision.repoId() == null
        ? install
        : "%s/permissions?suggested_target_id=%d&repository_ids[]=%d"
            .formatted(install, decision.ownerId(), decision.repoId());
  }

  private static <T> Future<T> fail(Kind kind, String detail) {
    return Future.failedFuture(Problem.of(kind, detail).exception());
  }
}
