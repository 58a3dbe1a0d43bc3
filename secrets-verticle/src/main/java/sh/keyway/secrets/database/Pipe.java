package sh.keyway.secrets.database;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection on which statements follow each other without waiting for answers. A slow
 * statement blocks everything behind it and a caller's time-out does not free it; therefore a pipe
 * whose oldest statement is past its deadline is abandoned whole: everybody waiting on it hears
 * 503, and the next statement opens a new connection. Bounded, and confined to the event loop of
 * the verticle that made it.
 */
@SuppressWarnings("ReferenceEquality") // it is this very connection attempt or another one
public final class Pipe implements Sql {
  /** Milliseconds a statement may take from being asked for to being answered. */
  static final long DEADLINE = 1_500;

  private static final Logger LOG = LoggerFactory.getLogger(Pipe.class);
  private static final int LIMIT = 1024;
  private static final long WATCH_PERIOD = 100;
  private static final long PAUSE_AFTER_FAILURE = 100;

  private final Vertx vertx;
  private final Context context;
  private final String name;
  private final PgConnectOptions options;
  private final long watchdog;
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private @Nullable Future<PgConnection> connection;
  private long pausedUntil;
  private boolean closed;

  Pipe(Vertx vertx, String name, PgConnectOptions options) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.name = name;
    this.options = options;
    watchdog = vertx.setPeriodic(WATCH_PERIOD, id -> abandonIfLate());
  }

  /** One caller, until answered. */
  private static final class Waiting {
    private final Promise<RowSet<Row>> answer;
    private final long since = System.nanoTime();
    private boolean answered;

    Waiting(Promise<RowSet<Row>> answer) {
      this.answer = answer;
    }

    void settle(@Nullable RowSet<Row> rows, @Nullable Throwable failure) {
      if (answered) {
        return;
      }
      answered = true;
      if (failure != null) {
        answer.fail(Faults.problem(failure));
      } else {
        answer.complete(rows);
      }
    }
  }

  /** Fails with a {@link sh.keyway.contracts.ProblemException}, or as {@link Faults} says. */
  @Override
  public Future<RowSet<Row>> run(String statement, Tuple parameters) {
    if (closed || waiting.size() >= LIMIT) {
      return Future.failedFuture(Faults.away());
    }
    Future<PgConnection> open = connection();
    Waiting one = new Waiting(((ContextInternal) context).promise());
    waiting.add(one);
    if (open.succeeded()) {
      send(open.result(), statement, parameters, one);
    } else {
      open.onComplete(connected -> {
        if (one.answered) {
          return;
        }
        if (connected.succeeded()) {
          send(connected.result(), statement, parameters, one);
        } else {
          one.settle(null, Faults.away());
        }
      });
    }
    return one.answer.future();
  }

  private void send(PgConnection open, String statement, Tuple parameters, Waiting one) {
    open.preparedQuery(statement)
        .execute(parameters)
        .onComplete(done -> {
          one.settle(done.result(), done.cause());
          dropAnswered();
        });
  }

  private void dropAnswered() {
    for (Waiting first = waiting.peek(); first != null && first.answered; first = waiting.peek()) {
      waiting.poll();
    }
  }

  private Future<PgConnection> connection() {
    Future<PgConnection> open = connection;
    if (open != null) {
      return open;
    }
    if (System.nanoTime() < pausedUntil) {
      return Future.failedFuture(Faults.away());
    }
    Future<PgConnection> opening = PgConnection.connect(vertx, options);
    connection = opening;
    opening.onComplete(done -> {
      if (done.failed()) {
        LOG.warn("no {} connection to the database: {}", name, done.cause().getMessage());
        forget(opening);
      } else if (connection == opening) {
        done.result().closeHandler(gone -> forget(opening));
        done.result()
            .exceptionHandler(cut -> LOG.warn("{} connection: {}", name, cut.getMessage()));
      } else {
        done.result().close();
      }
    });
    return opening;
  }

  private void forget(Future<PgConnection> gone) {
    if (connection == gone) {
      connection = null;
      pausedUntil = System.nanoTime() + PAUSE_AFTER_FAILURE * 1_000_000;
    }
  }

  private void leave(Consumer<PgConnection> goodbye) {
    Future<PgConnection> left = connection;
    if (left != null) {
      forget(left);
      if (left.succeeded()) {
        goodbye.accept(left.result());
      }
    }
  }

  private void abandonIfLate() {
    dropAnswered();
    Waiting oldest = waiting.peek();
    if (oldest == null || System.nanoTime() - oldest.since < DEADLINE * 1_000_000) {
      return;
    }
    LOG.warn("the {} connection does not answer; {} statements given up", name, waiting.size());
    leave(Severing::sever);
    for (Waiting one = waiting.poll(); one != null; one = waiting.poll()) {
      one.settle(null, Faults.away());
    }
  }

  /** Closes the connection once what is under way is answered. */
  Future<Void> close() {
    closed = true;
    vertx.cancelTimer(watchdog);
    Future<PgConnection> open = connection;
    return open != null && open.succeeded() ? open.result().close() : Future.succeededFuture();
  }
}
