package sh.keyway.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.PreparedStatement;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * Group commit: while one INSERT is under way further rows wait, then go together in the next. Runs
 * on one event loop.
 */
final class RawAudit {
  private static final UUID ACTOR = new UUID(0x018f_0000_0000_7000L, 0x8000_0000_0000_0002L);
  private static final int MAX_GROUP = 1000;

  private final PreparedStatement insert;
  private List<Promise<Void>> waiting = new ArrayList<>();
  private boolean busy;

  private RawAudit(PreparedStatement insert) {
    this.insert = insert;
  }

  static Future<RawAudit> on(PgConnection connection) {
    return connection.prepare(RawTables.INSERT_AUDIT).map(RawAudit::new);
  }

  /** Completes once the row of one pull is durable. */
  Future<Void> append() {
    if (waiting.size() == MAX_GROUP) {
      return Future.failedFuture("the audit queue is full");
    }
    Promise<Void> promise = Promise.promise();
    waiting.add(promise);
    if (!busy) {
      flush();
    }
    return promise.future();
  }

  private void flush() {
    List<Promise<Void>> group = waiting;
    waiting = new ArrayList<>();
    busy = true;
    insert
        .query()
        .execute(rows(group.size()))
        .onComplete(result -> {
          busy = false;
          if (!waiting.isEmpty()) {
            flush();
          }
          if (result.succeeded()) {
            group.forEach(Promise::complete);
          } else {
            group.forEach(promise -> promise.fail(result.cause()));
          }
        });
  }

  private static Tuple rows(int count) {
    Long[] revisions = new Long[count];
    Arrays.fill(revisions, 1L);
    return Tuple.of(
        filled(new UUID[count], RawTables.ENVIRONMENT),
        revisions,
        filled(new UUID[count], ACTOR),
        filled(new String[count], "secrets_pulled"),
        filled(new String[count], "127.0.0.1"),
        filled(new String[count], "bench"));
  }

  private static <T> T[] filled(T[] array, T value) {
    Arrays.fill(array, value);
    return array;
  }
}
