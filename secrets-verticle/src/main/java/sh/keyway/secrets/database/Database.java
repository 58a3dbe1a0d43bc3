package sh.keyway.secrets.database;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import sh.keyway.secrets.SecretsConfig;

/**
 * The room's three ways to PostgreSQL (architecture rule 6): a pipe for reads, a pipe for the audit
 * writer, and a leased pool for transactions, shared by the instances of this process.
 */
public final class Database {
  private static final int PIPELINING = 256;
  private static final int POOL_SIZE = 8;
  private static final int POOL_QUEUE = 128;
  private static final int POOL_WAIT_MILLIS = 1_500;
  private static final long WORK_MILLIS = 3_000;
  private static final int POOL_IDLE_SECONDS = 300;

  private final Pipe reads;
  private final Pipe audit;
  private final Pool transactions;

  /** Makes no connection yet. */
  public Database(Vertx vertx, SecretsConfig config) {
    reads = new Pipe(vertx, "reading", ConnectOptions.of(config, PIPELINING));
    audit = new Pipe(vertx, "audit", ConnectOptions.of(config, PIPELINING));
    transactions =
        PgBuilder.pool()
            .using(vertx)
            .connectingTo(ConnectOptions.of(config, 1))
            .with(
                new PoolOptions()
                    .setShared(true)
                    .setName("keyway-transactions")
                    .setMaxSize(POOL_SIZE)
                    .setMaxWaitQueueSize(POOL_QUEUE)
                    .setConnectionTimeout(POOL_WAIT_MILLIS)
                    .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS)
                    .setIdleTimeout(POOL_IDLE_SECONDS)
                    .setIdleTimeoutUnit(TimeUnit.SECONDS))
            .build();
  }

  /** For statements that only read. */
  public Pipe reads() {
    return reads;
  }

  /** For the audit writer alone. */
  public Pipe audit() {
    return audit;
  }

  /** For one statement that changes something, and may have to wait for a lock. */
  public Sql change() {
    return (statement, parameters) ->
        leased(connection -> connection.preparedQuery(statement).execute(parameters));
  }

  /**
   * Runs statements as one transaction; nothing but SQL belongs inside (architecture rule 2).
   *
   * @return what the work returned, once committed. Fails with the work's own failure after a roll
   *     back, or with 503; after a 503 the transaction may yet have been committed
   */
  public <T> Future<T> transaction(Function<Sql, Future<T>> work) {
    return transaction(1, work);
  }

  /**
   * The same, again if another transaction had the locks.
   *
   * @param tries how often at most, at least 1
   */
  public <T> Future<T> transaction(int tries, Function<Sql, Future<T>> work) {
    return lease(connection -> inTransaction(connection, work))
        .recover(failure ->
            tries > 1 && Faults.isLostLock(failure)
                ? transaction(tries - 1, work)
                : Future.failedFuture(Faults.problem(failure)));
  }

  private static <T> Future<T> inTransaction(
      SqlConnection connection, Function<Sql, Future<T>> work) {
    Sql sql = (statement, parameters) -> connection.preparedQuery(statement).execute(parameters);
    return connection
        .begin()
        .compose(transaction ->
            work.apply(sql)
                .compose(
                    result -> transaction.commit().map(result),
                    failure ->
                        transaction
                            .rollback()
                            .transform((done, ignored) -> Future.failedFuture(failure))));
  }

  private <T> Future<T> leased(Function<SqlConnection, Future<T>> work) {
    return lease(work).recover(failure -> Future.failedFuture(Faults.problem(failure)));
  }

  /** Leases a connection for the work; one that does not answer in time is cut and given up. */
  private <T> Future<T> lease(Function<SqlConnection, Future<T>> work) {
    return transactions
        .getConnection()
        .compose(connection ->
            work.apply(connection)
                .timeout(WORK_MILLIS, TimeUnit.MILLISECONDS)
                .onFailure(failure -> {
                  if (failure instanceof TimeoutException) {
                    Severing.sever(connection);
                  }
                })
                .onComplete(done -> connection.close()));
  }

  /** Closes everything. */
  public Future<Void> close() {
    return reads.close().eventually(audit::close).eventually(transactions::close);
  }
}
