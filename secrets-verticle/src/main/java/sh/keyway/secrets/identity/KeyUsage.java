package sh.keyway.secrets.identity;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sh.keyway.contracts.Caller;
import sh.keyway.contracts.Principal;
import sh.keyway.secrets.database.Sql;

/**
 * Counts how often API keys are used, and writes the counts every few seconds in one statement
 * instead of one per request. A crash loses the last few seconds of a number nobody was promised.
 * Confined to one event loop.
 */
public final class KeyUsage {
  private static final Logger LOG = LoggerFactory.getLogger(KeyUsage.class);
  private static final long PERIOD_MILLIS = 5_000;
  private static final String ADD =
      """
      update api_keys k set usage_count = k.usage_count + used.times, last_used_at = now()
      from unnest($1::uuid[], $2::bigint[]) as used(id, times) where k.id = used.id\
      """;

  private final Vertx vertx;
  private final Sql sql;
  private final long timer;
  private Map<UUID, Long> counts = new HashMap<>();

  /** Starts writing now and then. */
  public KeyUsage(Vertx vertx, Sql sql) {
    this.vertx = vertx;
    this.sql = sql;
    timer = vertx.setPeriodic(PERIOD_MILLIS, id -> flush());
  }

  /** Counts one use, if it was an API key. */
  public void count(Caller caller) {
    if (caller.principal() instanceof Principal.ApiKey key) {
      counts.merge(key.keyId(), 1L, Long::sum);
    }
  }

  /** Writes what is counted so far and stops. */
  public Future<Void> close() {
    vertx.cancelTimer(timer);
    return flush();
  }

  private Future<Void> flush() {
    if (counts.isEmpty()) {
      return Future.succeededFuture();
    }
    Map<UUID, Long> taken = counts;
    counts = new HashMap<>();
    // In key order, so that two writers lock rows in the same order.
    Object ids = taken.keySet().stream().sorted().toArray(UUID[]::new);
    Object times = taken.keySet().stream().sorted().map(taken::get).toArray(Long[]::new);
    return sql.run(ADD, Tuple.of(ids, times))
        .<Void>mapEmpty()
        .onFailure(failure -> {
          LOG.debug("usage counts not written, will try again", failure);
          taken.forEach((id, count) -> counts.merge(id, count, Long::sum));
        })
        .otherwiseEmpty();
  }
}
