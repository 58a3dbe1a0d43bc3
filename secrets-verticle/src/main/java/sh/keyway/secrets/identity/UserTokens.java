package sh.keyway.secrets.identity;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.ProblemException;
import sh.keyway.contracts.bus.RoomClient;
import sh.keyway.contracts.connect.ConnectRoom;
import sh.keyway.contracts.connect.RefreshTokens;
import sh.keyway.contracts.crypto.Binding;
import sh.keyway.contracts.crypto.CryptoRoom;
import sh.keyway.contracts.crypto.Open;
import sh.keyway.contracts.crypto.Purpose;
import sh.keyway.contracts.crypto.Seal;
import sh.keyway.contracts.crypto.Sealed;
import sh.keyway.secrets.database.Database;
import sh.keyway.secrets.database.Sql;
import sh.keyway.secrets.key.WritingKey;

/**
 * What GitHub gave us to act for our users: sealed at rest, refreshed before it expires. A refresh
 * token is good once, so one refresh is under way per user and process, and what another node
 * stored meanwhile wins.
 */
public final class UserTokens {
  private static final Duration AHEAD = Duration.ofMinutes(5);

  private static final String FIND =
      "select sealed, version, refused_at is not null as refused from user_tokens where user_id = $1";

  private static final String STORE =
      """
      insert into user_tokens (user_id, sealed) values ($1, $2)
      on conflict (user_id) do update set sealed = excluded.sealed,
        version = user_tokens.version + 1, refused_at = null, updated_at = now()\
      """;

  private static final String REPLACE =
      """
      update user_tokens set sealed = $3, version = version + 1, refused_at = null,
        updated_at = now()
      where user_id = $1 and version = $2\
      """;

  private static final String REFUSED =
      "update user_tokens set refused_at = now() where user_id = $1 and version = $2";

  private final Database database;
  private final RoomClient rooms;
  private final WritingKey key;
  private final InstantSource clock;
  private final Flights<UUID, Optional<String>> refreshing;

  /** Works on this database. */
  public UserTokens(Vertx vertx, Database database, RoomClient rooms, WritingKey key) {
    this(vertx, database, rooms, key, InstantSource.system());
  }

  UserTokens(
      Vertx vertx, Database database, RoomClient rooms, WritingKey key, InstantSource clock) {
    this.database = database;
    this.rooms = rooms;
    this.key = key;
    this.clock = clock;
    refreshing = new Flights<>(vertx, "user-tokens");
  }

  /** What is stored for a user, opened. */
  private record Held(
      sh.keyway.contracts.connect.UserTokens tokens, long version, boolean refused) {
    boolean goodUntil(Instant time) {
      Instant end = tokens.expiresAt();
      return end == null || end.isAfter(time);
    }

    /** What may be traded for new tokens, null if nothing. */
    @Nullable String refreshToken(Instant now) {
      Instant end = tokens.refreshExpiresAt();
      return refused || (end != null && !end.isAfter(now)) ? null : tokens.refreshToken();
    }
  }

  /**
   * A token that acts for the user within the App, good for now.
   *
   * @return empty if there is none, or if GitHub does not refresh it any more, so that the user has
   *     to sign in again; fails with SERVICE_UNAVAILABLE if GitHub, the crypto room or the database
   *     do not answer
   */
  public Future<Optional<String>> accessToken(UUID userId) {
    return find(userId)
        .compose(found ->
            found.isEmpty() || found.get().goodUntil(clock.instant().plus(AHEAD))
                ? Future.succeededFuture(found.map(held -> held.tokens().accessToken()))
                : refreshed(userId, found.get()));
  }

  /** Makes tokens ready for {@link #store}, which belongs in a transaction while this does not. */
  public Future<Buffer> seal(UUID userId, sh.keyway.contracts.connect.UserTokens tokens) {
    JsonObject json =
        new JsonObject()
            .put("accessToken", tokens.accessToken())
            .put("expiresAt", tokens.expiresAt())
            .put("refreshToken", tokens.refreshToken())
            .put("refreshExpiresAt", tokens.refreshExpiresAt());
    byte[] plaintext = json.toBuffer().getBytes();
    Seal seal = new Seal(Binding.of(Purpose.USER_TOKEN, userId), key.version(), plaintext);
    Arrays.fill(plaintext, (byte) 0);
    return rooms.call(CryptoRoom.SEAL, seal).map(Sealed::bytes).map(Buffer::buffer);
  }

  /** Stores the tokens of a new sign-in, in place of what there was. */
  public Future<?> store(Sql transaction, UUID userId, Buffer sealed) {
    return transaction.run(STORE, Tuple.of(userId, sealed));
  }

  private Future<Optional<Held>> find(UUID userId) {
    return database
        .reads()
        .run(FIND, Tuple.of(userId))
        .compose(rows ->
            rows.size() == 0
                ? Future.succeededFuture(Optional.empty())
                : open(userId, rows.iterator().next()).map(Optional::of));
  }

  private Future<Held> open(UUID userId, Row row) {
    Binding binding = Binding.of(Purpose.USER_TOKEN, userId);
    long version = row.getLong("version");
    boolean refused = row.getBoolean("refused");
    return rooms
        .call(CryptoRoom.OPEN, new Open(binding, row.getBuffer("sealed").getBytes()))
        .map(opened -> {
          JsonObject json = new JsonObject(Buffer.buffer(opened.plaintext()));
          Arrays.fill(opened.plaintext(), (byte) 0);
          return new Held(
              new sh.keyway.contracts.connect.UserTokens(
                  json.getString("accessToken"),
                  json.getInstant("expiresAt"),
                  json.getString("refreshToken"),
                  json.getInstant("refreshExpiresAt")),
              version,
              refused);
        });
  }

  /** Refreshes if it can be; while GitHub is away, what is left of the old token serves. */
  private Future<Optional<String>> refreshed(UUID userId, Held held) {
    if (held.refreshToken(clock.instant()) == null) {
      return Future.succeededFuture(left(held));
    }
    return refreshing
        .ask(userId, () -> find(userId).compose(now -> refresh(userId, now)))
        .recover(failure -> {
          Optional<String> left = left(held);
          return is(failure, Kind.SERVICE_UNAVAILABLE) && left.isPresent()
              ? Future.succeededFuture(left)
              : Future.failedFuture(failure);
        });
  }

  /** Asks GitHub, unless somebody just did. */
  private Future<Optional<String>> refresh(UUID userId, Optional<Held> found) {
    if (found.isEmpty()) {
      return Future.succeededFuture(Optional.empty());
    }
    Held held = found.get();
    String refreshToken = held.refreshToken(clock.instant());
    if (refreshToken == null || held.goodUntil(clock.instant().plus(AHEAD))) {
      return Future.succeededFuture(left(held));
    }
    return rooms
        .call(ConnectRoom.REFRESH_TOKENS, new RefreshTokens(refreshToken))
        .compose(
            fresh ->
                seal(userId, fresh)
                    .compose(sealed -> changed(REPLACE, Tuple.of(userId, held.version(), sealed)))
                    .compose(ours ->
                        ours
                            ? Future.succeededFuture(Optional.of(fresh.accessToken()))
                            : othersToken(userId)),
            failure ->
                is(failure, Kind.UNAUTHORIZED)
                    ? changed(REFUSED, Tuple.of(userId, held.version()))
                        .compose(
                            ours -> ours ? Future.succeededFuture(left(held)) : othersToken(userId))
                    : Future.failedFuture(failure));
  }

  /** What another node, or a new sign-in, stored while we asked. */
  private Future<Optional<String>> othersToken(UUID userId) {
    return find(userId).map(found -> found.flatMap(this::left));
  }

  private Optional<String> left(Held held) {
    return held.goodUntil(clock.instant())
        ? Optional.of(held.tokens().accessToken())
        : Optional.empty();
  }

  private Future<Boolean> changed(String statement, Tuple parameters) {
    return database.change().run(statement, parameters).map(rows -> rows.rowCount() == 1);
  }

  private static boolean is(Throwable failure, Kind kind) {
    return failure instanceof ProblemException known && known.problem().kind() == kind;
  }
}
