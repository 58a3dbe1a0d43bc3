package sh.keyway.secrets.database;

import io.vertx.pgclient.PgException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.ProblemException;

/** Tells a database that is away from a statement that is wrong. */
public final class Faults {
  private static final Logger LOG = LoggerFactory.getLogger(Faults.class);
  private static final long SILENCE_NANOS = 1_000_000_000;
  private static final AtomicLong SILENT_UNTIL = new AtomicLong(System.nanoTime());
  private static final Problem AWAY =
      Problem.unavailable("The database does not answer, please try again");

  private static final String UNIQUE_VIOLATION = "23505";
  private static final String FOREIGN_KEY_VIOLATION = "23503";
  private static final String RESTRICT_VIOLATION = "23001";
  private static final String STALE_PLAN = "0A000";
  private static final String LOCK_NOT_AVAILABLE = "55P03";
  private static final String DEADLOCK = "40P01";

  // Data exception, constraint, limit of PostgreSQL, raised by a trigger.
  private static final Set<String> DATA = Set.of("22", "23", "54", "P0");

  private Faults() {}

  /** 503 for everything that is not the statement's fault, else the failure as it is. */
  static Throwable problem(Throwable failure) {
    if (isFaultOfStatement(failure)) {
      return failure;
    }
    warn(failure);
    return AWAY.exception();
  }

  /** Leaves a trace, at most one a second: a database that is away fails every request. */
  private static void warn(Throwable failure) {
    long now = System.nanoTime();
    long silent = SILENT_UNTIL.get();
    if (now - silent >= 0 && SILENT_UNTIL.compareAndSet(silent, now + SILENCE_NANOS)) {
      String reason =
          failure instanceof PgException pg
              ? pg.getErrorMessage() + " (" + pg.getSqlState() + ")"
              : String.valueOf(failure.getMessage());
      LOG.warn("the database cannot do its work: {}", reason);
    }
  }

  /** What a caller hears while the database is away. */
  static ProblemException away() {
    return AWAY.exception();
  }

  /** Whether a row with this unique key exists already. */
  public static boolean isUniqueViolation(Throwable failure) {
    return hasState(failure, UNIQUE_VIOLATION);
  }

  /** Whether another row still refers to the one to be deleted. */
  public static boolean isStillReferenced(Throwable failure) {
    return hasState(failure, FOREIGN_KEY_VIOLATION) || hasState(failure, RESTRICT_VIOLATION);
  }

  /** Whether the data of the statement was refused, so that other data might pass. */
  public static boolean isDataFault(Throwable failure) {
    return failure instanceof PgException pg && DATA.contains(pg.getSqlState().substring(0, 2));
  }

  /** Whether another transaction had the locks, so that nothing was changed. */
  static boolean isLostLock(Throwable failure) {
    return hasState(failure, LOCK_NOT_AVAILABLE) || hasState(failure, DEADLOCK);
  }

  /** Whether a prepared statement's plan is older than the schema. */
  static boolean isStalePlan(Throwable failure) {
    return hasState(failure, STALE_PLAN);
  }

  private static boolean hasState(Throwable failure, String state) {
    return failure instanceof PgException pg && state.equals(pg.getSqlState());
  }

  private static boolean isFaultOfStatement(Throwable failure) {
    if (failure instanceof ProblemException) {
      return true;
    }
    if (failure instanceof TimeoutException || !(failure instanceof PgException pg)) {
      return failure instanceof RuntimeException runtime
          && !(runtime instanceof io.vertx.sqlclient.DatabaseException)
          && !(runtime instanceof io.vertx.core.VertxException);
    }
    String state = pg.getSqlState();
    // Connection exceptions, too many connections or memory, shut-down or cancelled by time-out,
    // serialization failures, a lock not had in time, a plan made before the schema changed.
    return !(state.startsWith("08")
        || state.startsWith("53")
        || state.startsWith("57")
        || state.startsWith("40")
        || state.startsWith("25")
        || state.equals(LOCK_NOT_AVAILABLE)
        || state.equals(STALE_PLAN));
  }
}
