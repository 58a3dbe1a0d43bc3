package sh.keyway.secrets;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.LocalMap;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sh.keyway.secrets.database.Sql;

/**
 * Deletes rows that are over, a batch at a time, every few minutes. They are worth nothing already;
 * this is only tidying, so it may be killed at any time, and nodes that do it at once step around
 * each other's rows. One instance per process does it.
 */
final class Purge {
  private static final Logger LOG = LoggerFactory.getLogger(Purge.class);
  private static final long PERIOD_MILLIS = 300_000;
  private static final int BATCH = 1_000;
  private static final int BATCHES = 200;
  private static final String SHARED = "keyway.purge";

  /** A day's grace: a session or token must not be forgotten while a clock still believes it. */
  private static final List<String> STATEMENTS =
      List.of(
          batch("sign_ins", "expires_at < now()"),
          batch("device_approvals", "expires_at < now()"),
          batch("device_codes", "expires_at < now() - interval '1 hour'"),
          batch("login_links", "expires_at < now()"),
          batch("sessions", "expires_at < now() - interval '1 day'"),
          batch("ci_tokens", "expires_at < now() - interval '1 day'"),
          // GitHub delivers again what is at most three days old.
          batch("webhook_deliveries", "received_at < now() - interval '30 days'"),
          // Kept for a week after its last use, so that each token is audited as new but once.
          batch("github_tokens", "valid_until < now() - interval '7 days'"));

  private final Vertx vertx;
  private final Sql sql;
  private final LocalMap<String, Long> lastRun;
  private final long timer;

  /** Starts doing it now and then. */
  Purge(Vertx vertx, Sql sql) {
    this.vertx = vertx;
    this.sql = sql;
    lastRun = vertx.sharedData().getLocalMap(SHARED);
    long jitter = ThreadLocalRandom.current().nextLong(PERIOD_MILLIS / 5);
    timer = vertx.setPeriodic(PERIOD_MILLIS + jitter, id -> inTurn());
  }

  /** Stops; what is under way ends by itself. */
  void close() {
    vertx.cancelTimer(timer);
  }

  /**
   * Everything there is, within bounds. What fails does not keep the rest; it is reported in the
   * end, by the first failure.
   */
  Future<Void> run() {
    List<Future<Void>> tried = new ArrayList<>();
    Future<Void> done = Future.succeededFuture();
    for (String statement : STATEMENTS) {
      done = done.transform(before -> batches(statement, BATCHES));
      tried.add(done);
    }
    return done.transform(last -> Future.all(tried)).mapEmpty();
  }

  private Future<Void> batches(String statement, int left) {
    return sql.run(statement, Tuple.of(BATCH))
        .compose(rows ->
            rows.rowCount() == BATCH && left > 1
                ? batches(statement, left - 1)
                : Future.succeededFuture());
  }

  private void inTurn() {
    long now = System.nanoTime();
    Long last = lastRun.putIfAbsent(SHARED, now);
    boolean ours =
        last == null
            || (now - last > PERIOD_MILLIS * 900_000
                && lastRun.replaceIfPresent(SHARED, last, now));
    if (ours) {
      run()
          .onFailure(failure -> LOG.warn("expired rows were not deleted, will try again", failure));
    }
  }

  private static String batch(String table, String over) {
    return """
    delete from %1$s where ctid = any(array(
      select ctid from %1$s where %2$s limit $1 for update skip locked))\
    """
        .formatted(table, over);
  }
}
