package sh.keyway.secrets.signin;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Client;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.bus.RoomClient;
import sh.keyway.contracts.connect.ConnectRoom;
import sh.keyway.contracts.connect.ExchangeCode;
import sh.keyway.contracts.connect.SignedIn;
import sh.keyway.contracts.secrets.CancelSignIn;
import sh.keyway.contracts.secrets.CompleteSignIn;
import sh.keyway.contracts.secrets.Done;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.contracts.secrets.SignInCompleted;
import sh.keyway.contracts.secrets.SignInStarted;
import sh.keyway.contracts.secrets.StartSignIn;
import sh.keyway.secrets.database.Database;
import sh.keyway.secrets.database.Sql;
import sh.keyway.secrets.identity.GitHubUsers;
import sh.keyway.secrets.identity.GitHubUsers.Known;
import sh.keyway.secrets.identity.Hash;
import sh.keyway.secrets.identity.Sessions;
import sh.keyway.secrets.serving.Desk;
import sh.keyway.secrets.serving.Service;

/**
 * Browsers on their way through GitHub (http-auth §3.5 to §3.8). A sign-in is one row: its purpose
 * is fixed when it begins, it is good once and for ten minutes, and only for the browser that holds
 * the verifier (http-auth §12 W1, W4).
 */
public final class SignIns implements Service {
  private static final int RETURN_TO_LENGTH = 2048;
  private static final int MOST_UNDER_WAY = 100_000;

  private static final String INSERT =
      """
      insert into sign_ins (state_hash, verifier_hash, device_code_id, return_to, expires_at)
      select $1, $2, $3, $4, now() + interval '10 minutes'
      where (select count(*) from (select from sign_ins where expires_at > now() limit $5) open)
        < $5
      returning expires_at\
      """;

  private static final String TAKE =
      """
      delete from sign_ins where state_hash = $1
      returning verifier_hash, device_code_id, return_to, expires_at > now() as timely\
      """;

  private static final String DENY =
      """
      update device_codes set status = 'denied', decided_at = now()
      where id = $1 and status = 'pending' and expires_at > now()\
      """;

  private final Database database;
  private final RoomClient rooms;
  private final GitHubUsers users;
  private final boolean github;

  /**
   * Works on this database.
   *
   * @param github whether there is a GitHub App to sign in through
   */
  public SignIns(Database database, RoomClient rooms, GitHubUsers users, boolean github) {
    this.database = database;
    this.rooms = rooms;
    this.users = users;
    this.github = github;
  }

  @Override
  public void serveAt(Desk desk) {
    desk.on(SecretsRoom.START_SIGN_IN, this::start)
        .on(SecretsRoom.COMPLETE_SIGN_IN, this::complete)
        .on(SecretsRoom.CANCEL_SIGN_IN, this::cancel);
  }

  /** Begins a sign-in. */
  public Future<SignInStarted> start(StartSignIn request) {
    if (!github) {
      return fail(Kind.NOT_FOUND, "GitHub sign-in is not configured");
    }
    String returnTo = request.returnTo();
    if (returnTo != null && returnTo.length() > RETURN_TO_LENGTH) {
      return fail(Kind.BAD_REQUEST, "The address to return to is too long");
    }
    String userCode = request.userCode();
    // The row does not hold the code its user typed; the browser keeps it.
    return userCode == null
        ? insert(Draw.token(), null, returnTo)
        : DeviceCodes.open(database.reads(), userCode)
            .compose(code -> insert(Draw.tokenCarrying(code.code().text()), code.id(), returnTo));
  }

  private Future<SignInStarted> insert(
      String verifier, @Nullable UUID deviceCode, @Nullable String returnTo) {
    String state = Draw.token();
    Buffer challenge = Hash.of(verifier);
    Tuple parameters =
        Tuple.of(Hash.of(state), challenge, deviceCode, returnTo, (long) MOST_UNDER_WAY);
    return database
        .change()
        .run(INSERT, parameters)
        .compose(rows -> {
          if (rows.size() == 0) {
            return Future.failedFuture(
                Problem.unavailable("Too many sign-ins are under way, please try again")
                    .exception());
          }
          Instant end = rows.iterator().next().getOffsetDateTime("expires_at").toInstant();
          String s256 =
              Base64.getUrlEncoder().withoutPadding().encodeToString(challenge.getBytes());
          return Future.succeededFuture(new SignInStarted(state, verifier, s256, end));
        });
  }

  /** GitHub sent the browser back with a code. */
  public Future<SignInCompleted> complete(CompleteSignIn request) {
    return take(request.state())
        .compose(row -> {
          String verifier = request.verifier();
          if (row == null
              || verifier == null
              || !row.getBoolean("timely")
              || !Hash.matches(row.getBuffer("verifier_hash"), verifier)) {
            return fail(Kind.UNAUTHORIZED, "This sign-in is no longer valid, please start again");
          }
          UUID deviceCode = row.getUUID("device_code_id");
          String returnTo = row.getString("return_to");
          return rooms
              .call(
                  ConnectRoom.EXCHANGE_CODE,
                  new ExchangeCode(request.code(), verifier, request.redirectUri()))
              .compose(in ->
                  deviceCode == null
                      ? browser(in, request.client(), returnTo)
                      : device(in, deviceCode, verifier));
        });
  }

  private Future<SignInCompleted> browser(SignedIn in, Client client, @Nullable String returnTo) {
    return users.signedIn(in, (tx, known) -> session(tx, known, client, returnTo));
  }

  private static Future<SignInCompleted> session(
      Sql tx, Known known, Client client, @Nullable String returnTo) {
    UUID userId = known.user().id();
    return Sessions.start(tx, userId, "web", client)
        .compose(session ->
            Sessions.recordLogin(tx, userId, client, "web_oauth", known.isNew())
                .map(new SignInCompleted(session, null, returnTo)));
  }

  private Future<SignInCompleted> device(SignedIn in, UUID deviceCode, String verifier) {
    DeviceCodes.Open code =
        new DeviceCodes.Open(deviceCode, new UserCode(Draw.carriedBy(verifier)));
    return users.signedIn(
        in,
        (tx, known) ->
            Approvals.offer(tx, code, known.user(), null, known.isNew())
                .map(approval -> new SignInCompleted(null, approval, null)));
  }

  /** GitHub sent the browser back without a code. */
  public Future<Done> cancel(CancelSignIn request) {
    return take(request.state())
        .compose(row -> {
          UUID deviceCode = row == null ? null : row.getUUID("device_code_id");
          return row != null
                  && deviceCode != null
                  && row.getBoolean("timely")
                  && Hash.matches(row.getBuffer("verifier_hash"), request.verifier())
              ? database.change().run(DENY, Tuple.of(deviceCode)).map(new Done())
              : Future.succeededFuture(new Done());
        });
  }

  /** Uses the state up; null if there is none. */
  private Future<@Nullable Row> take(String state) {
    return database
        .change()
        .run(TAKE, Tuple.of(Hash.of(state)))
        .map(rows -> rows.size() == 0 ? null : rows.iterator().next());
  }

  private static <T> Future<T> fail(Kind kind, String detail) {
    return Future.failedFuture(Problem.of(kind, detail).exception());
  }
}
