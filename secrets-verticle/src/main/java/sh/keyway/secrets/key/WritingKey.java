package sh.keyway.secrets.key;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.ProblemException;
import sh.keyway.contracts.bus.RoomClient;
import sh.keyway.contracts.crypto.AskKeys;
import sh.keyway.contracts.crypto.Binding;
import sh.keyway.contracts.crypto.CryptoRoom;
import sh.keyway.contracts.crypto.Open;
import sh.keyway.contracts.crypto.Purpose;
import sh.keyway.contracts.crypto.Seal;
import sh.keyway.secrets.database.Sql;

/**
 * The key version that the database says is written with, proven at start: the database holds one
 * check ciphertext per version, and the crypto room must open every one of them.
 *
 * @param version at least 1
 */
public record WritingKey(int version) {
  private static final byte[] CHECK = "keyway key check".getBytes(StandardCharsets.US_ASCII);
  private static final String FIND =
      "select i.id as installation, k.key_version, k.sealed, k.active from installation i left join"
          + " key_checks k on true order by k.key_version";
  private static final String INSERT =
      "insert into key_checks (key_version, sealed, active) values ($1, $2, true) on conflict do"
          + " nothing";

  /**
   * Finds it. A database without a check ciphertext gets one from the newest key at hand.
   *
   * @return fails with 503 if database or crypto room are away, and with INTERNAL_ERROR and a
   *     message for the operator if the keys at hand are not those of the data
   */
  public static Future<WritingKey> prove(Sql sql, RoomClient rooms) {
    return sql.run(FIND, Tuple.tuple())
        .compose(rows -> {
          List<Future<?>> checks = new ArrayList<>();
          int active = 0;
          for (Row row : rows) {
            Integer version = row.getInteger("key_version");
            if (version == null) {
              return first(sql, rooms, row.getUUID("installation"));
            }
            checks.add(check(rooms, row));
            active = row.getBoolean("active") ? version : active;
          }
          WritingKey writing = new WritingKey(active);
          return Future.all(checks).map(writing);
        });
  }

  private static Future<?> check(RoomClient rooms, Row row) {
    int version = row.getInteger("key_version");
    Binding binding = Binding.of(Purpose.KEY_CHECK, row.getUUID("installation"));
    return rooms
        .call(CryptoRoom.OPEN, new Open(binding, row.getBuffer("sealed").getBytes()))
        .recover(failure -> Future.failedFuture(isInternal(failure) ? foreign(version) : failure))
        .compose(opened ->
            MessageDigest.isEqual(CHECK, opened.plaintext())
                ? Future.succeededFuture()
                : Future.failedFuture(foreign(version)));
  }

  private static Future<WritingKey> first(Sql sql, RoomClient rooms, UUID installation) {
    return rooms
        .call(CryptoRoom.KEYS, new AskKeys())
        .compose(held -> {
          int newest = Collections.max(held.versions());
          Binding binding = Binding.of(Purpose.KEY_CHECK, installation);
          return rooms
              .call(CryptoRoom.SEAL, new Seal(binding, newest, CHECK))
              .compose(sealed -> sql.run(INSERT, Tuple.of(newest, Buffer.buffer(sealed.bytes()))))
              .compose(inserted -> prove(sql, rooms));
        });
  }

  private static boolean isInternal(Throwable failure) {
    return failure instanceof ProblemException known
        && known.problem().kind() == Problem.Kind.INTERNAL_ERROR;
  }

  private static ProblemException foreign(int version) {
    return Problem.of(
            Problem.Kind.INTERNAL_ERROR,
            "the encryption key given is not the one this database was sealed with (key version "
                + version
                + "): set ENCRYPTION_KEY or ENCRYPTION_KEYS to the keys that belong to it")
        .exception();
  }
}
