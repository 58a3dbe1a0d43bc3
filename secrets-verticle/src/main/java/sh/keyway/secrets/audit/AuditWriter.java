package sh.keyway.secrets.audit;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sh.keyway.contracts.Problem;
import sh.keyway.secrets.database.Faults;
import sh.keyway.secrets.database.Sql;

/**
 * Writes audit rows of reads by group commit: while one INSERT is on its way, rows gather; then
 * they go together in the next. A group whose data PostgreSQL refuses is tried again in halves, so
 * that only the offending row's request fails. Confined to one event loop.
 */
public final class AuditWriter {
  private static final Logger LOG = LoggerFactory.getLogger(AuditWriter.class);
  private static final int QUEUE = 4096;
  private static final int GROUP = 256;

  private final Sql sql;
  private final ArrayDeque<Entry> queue = new ArrayDeque<>();
  private boolean writing;

  /** Writes through this pipe, whose deadline bounds how long a caller waits. */
  public AuditWriter(Sql sql) {
    this.sql = sql;
  }

  private record Entry(Activity row, Promise<Void> durable) {}

  /**
   * Queues the row.
   *
   * @return completes once the row is durable; fails with 503 if the database cannot take it
   */
  public Future<Void> append(Activity row) {
    if (queue.size() >= QUEUE) {
      return Future.failedFuture(Problem.unavailable("The audit cannot keep up").exception());
    }
    Promise<Void> durable = Promise.promise();
    queue.add(new Entry(row, durable));
    writeNext();
    return durable.future();
  }

  private void writeNext() {
    if (writing || queue.isEmpty()) {
      return;
    }
    List<Entry> group = new ArrayList<>(Math.min(queue.size(), GROUP));
    while (!queue.isEmpty() && group.size() < GROUP) {
      group.add(queue.poll());
    }
    writing = true;
    write(group)
        .onComplete(done -> {
          writing = false;
          if (done.failed()) {
            // Whoever queued behind a group that the database did not take would only wait in
            // vain as long again.
            failAll(new ArrayList<>(queue), done.cause());
            queue.clear();
          }
          writeNext();
        });
  }

  /** Fails only if the database is away; a refused row fails its own promise. */
  private Future<Void> write(List<Entry> group) {
    return AuditSql.insert(sql, group.stream().map(Entry::row).toList())
        .transform((rows, failure) -> {
          if (failure == null) {
            group.forEach(entry -> entry.durable().complete());
            return Future.succeededFuture();
          }
          if (!Faults.isDataFault(failure)) {
            failAll(group, failure);
            return Future.failedFuture(failure);
          }
          if (group.size() == 1) {
            LOG.error("an audit row was refused by the database", failure);
            group.getFirst().durable().fail(Problem.internal().exception());
            return Future.succeededFuture();
          }
          int half = group.size() / 2;
          return write(group.subList(0, half))
              .eventually(() -> write(group.subList(half, group.size())));
        });
  }

  private static void failAll(List<Entry> entries, Throwable failure) {
    entries.forEach(entry -> entry.durable().tryFail(failure));
  }
}
