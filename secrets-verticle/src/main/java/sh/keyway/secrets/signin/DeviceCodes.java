package sh.keyway.secrets.signin;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.FieldError;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.secrets.DevicePolled;
import sh.keyway.contracts.secrets.DevicePolled.Status;
import sh.keyway.contracts.secrets.DeviceStarted;
import sh.keyway.contracts.secrets.PollDevice;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.contracts.secrets.StartDevice;
import sh.keyway.secrets.database.Database;
import sh.keyway.secrets.database.Sql;
import sh.keyway.secrets.identity.Hash;
import sh.keyway.secrets.identity.Sessions;
import sh.keyway.secrets.serving.Desk;
import sh.keyway.secrets.serving.Service;

/** A client's side of device codes (http-auth §3.2, §3.3, §4.2; the idea is RFC 8628's). */
public final class DeviceCodes implements Service {
  private static final int LIFETIME = 900;
  private static final int INTERVAL = 5;
  private static final int REPOSITORY_LENGTH = 200;

  /** Starting one needs no credential, so there is an end to how many may wait at once. */
  private static final int MOST_PENDING = 10_000;

  private static final String INSERT =
      """
      insert into device_codes (device_hash, user_hash, repository, forge_owner_id, forge_repo_id,
        requested_from, platform, expires_at)
      select $1, $2, $3, $4, $5, $6, $7, now() + make_interval(secs => $8)
      where (select count(*) from (
          select from device_codes where status = 'pending' and expires_at > now() limit $9
        ) pending) < $9
      on conflict do nothing\
      """;

  private static final String FIND_OPEN =
      """
      select id, status = 'pending' and expires_at > now() as open from device_codes
      where user_hash = $1\
      """;

  // An answer that got lost may be asked for again, for a few seconds.
  private static final String STATE =
      """
      status, expires_at > now() as timely, redeemed_at is not null as redeemed,
      coalesce(redeemed_at > now() - interval '10 seconds', false) as again\
      """;

  private static final String POLL =
      "select " + STATE + " from device_codes where device_hash = $1";

  private static final String LOCK =
      "select id, user_id, session_id, "
          + STATE
          + " from device_codes where device_hash = $1 for update";

  private static final String REDEEM =
      "update device_codes set redeemed_at = now(), session_id = $2 where id = $1";

  private final Database database;

  /** Works on this database. */
  public DeviceCodes(Database database) {
    this.database = database;
  }

  @Override
  public void serveAt(Desk desk) {
    desk.on(SecretsRoom.START_DEVICE, this::start).on(SecretsRoom.POLL_DEVICE, this::poll);
  }

  /** Starts a device code. */
  public Future<DeviceStarted> start(StartDevice request) {
    List<FieldError> errors = errors(request);
    if (!errors.isEmpty()) {
      return Future.failedFuture(Problem.validation(errors).exception());
    }
    String deviceCode = Draw.hex();
    UserCode userCode = UserCode.draw();
    Tuple parameters =
        Tuple.tuple()
            .addValue(Hash.of(deviceCode))
            .addValue(Hash.of(userCode.text()))
            .addValue(request.repository())
            .addValue(request.ownerId())
            .addValue(request.repositoryId())
            .addValue(request.client().ip())
            .addValue(request.client().platform().wire())
            .addValue((double) LIFETIME)
            .addValue((long) MOST_PENDING);
    return database
        .change()
        .run(INSERT, parameters)
        .compose(rows ->
            rows.rowCount() == 1
                ? Future.succeededFuture(
                    new DeviceStarted(deviceCode, userCode.text(), LIFETIME, INTERVAL))
                : Future.failedFuture(
                    Problem.unavailable("Too many sign-ins are under way, please try again")
                        .exception()));
  }

  /** Where a device code stands; what is approved becomes a session, once. */
  public Future<DevicePolled> poll(PollDevice request) {
    Tuple parameters = Tuple.of(Hash.of(request.deviceCode()));
    return database
        .reads()
        .run(POLL, parameters)
        .compose(rows -> {
          if (rows.size() == 0) {
            return notFound("Unknown device code");
          }
          Status status = status(rows.iterator().next());
          return status == Status.APPROVED
              ? database.transaction(tx -> redeem(tx, request, parameters))
              : Future.succeededFuture(new DevicePolled(status, null));
        });
  }

  private static Future<DevicePolled> redeem(Sql tx, PollDevice request, Tuple parameters) {
    return tx.run(LOCK, parameters)
        .compose(rows -> {
          if (rows.size() == 0) {
            return notFound("Unknown device code");
          }
          Row row = rows.iterator().next();
          Status status = status(row);
          if (status != Status.APPROVED) {
            return Future.succeededFuture(new DevicePolled(status, null));
          }
          return row.getBoolean("redeemed") ? again(tx, row) : once(tx, request, row);
        });
  }

  private static Future<DevicePolled> once(Sql tx, PollDevice request, Row code) {
    return Sessions.start(tx, code.getUUID("user_id"), "device", request.client())
        .compose(session ->
            tx.run(REDEEM, Tuple.of(code.getUUID("id"), session.sessionId()))
                .map(new DevicePolled(Status.APPROVED, session)));
  }

  private static Future<DevicePolled> again(Sql tx, Row code) {
    UUID session = code.getUUID("session_id");
    return session == null
        ? Future.succeededFuture(new DevicePolled(Status.EXPIRED, null))
        : Sessions.find(tx, session)
            .map(found ->
                found
                    .map(facts -> new DevicePolled(Status.APPROVED, facts))
                    .orElseGet(() -> new DevicePolled(Status.EXPIRED, null)));
  }

  private static Status status(Row row) {
    if (row.getBoolean("redeemed")) {
      return row.getBoolean("again") ? Status.APPROVED : Status.EXPIRED;
    }
    if (!row.getBoolean("timely")) {
      return Status.EXPIRED;
    }
    return Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT));
  }

  /** The code somebody typed, if it is still to be decided; NOT_FOUND or CONFLICT if not. */
  static Future<Open> open(Sql sql, String typed) {
    UserCode code = UserCode.typed(typed).orElse(null);
    if (code == null) {
      return notFound("There is no such code");
    }
    return sql.run(FIND_OPEN, Tuple.of(Hash.of(code.text())))
        .compose(rows -> {
          if (rows.size() == 0) {
            return notFound("There is no such code");
          }
          Row row = rows.iterator().next();
          return row.getBoolean("open")
              ? Future.succeededFuture(new Open(row.getUUID("id"), code))
              : over();
        });
  }

  /**
   * A device code that is still to be decided.
   *
   * @param id the row
   * @param code as its user typed it, folded
   */
  record Open(UUID id, UserCode code) {}

  static <T> Future<T> over() {
    return Future.failedFuture(
        Problem.of(Kind.CONFLICT, "This code is over, please start again").exception());
  }

  private static List<FieldError> errors(StartDevice request) {
    List<FieldError> errors = new ArrayList<>();
    String repository = request.repository();
    if (repository != null
        && (repository.isEmpty()
            || repository.length() > REPOSITORY_LENGTH
            || !repository.chars().allMatch(c -> c > ' ' && c < 0x7f))) {
      errors.add(
          new FieldError(
              "repository", "must be 1 to %d printable characters".formatted(REPOSITORY_LENGTH)));
    }
    positive("ownerId", request.ownerId(), errors);
    positive("repoId", request.repositoryId(), errors);
    return errors;
  }

  private static void positive(String field, @Nullable Long id, List<FieldError> errors) {
    if (id != null && id <= 0) {
      errors.add(new FieldError(field, "must be a positive integer"));
    }
  }

  private static <T> Future<T> notFound(String detail) {
    return Future.failedFuture(Problem.of(Kind.NOT_FOUND, detail).exception());
  }
}
