package sh.keyway.secrets.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.ProblemException;
import sh.keyway.contracts.secrets.Push;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.migrations.Migrations;
import sh.keyway.secrets.SecretsConfig;
import sh.keyway.secrets.SecretsHouse;
import sh.keyway.testkit.DedicatedPostgres;
import sh.keyway.testkit.TestDatabase;

/**
 * A PostgreSQL that is harmed under a load of pulls: every call is answered in time, with what is
 * right or with a 503, and all is well again without a restart of ours.
 */
class DatabaseFaultsTest {
  private static final String REPO = "bad/day";
  private static final int CALLERS = 16;
  private static final int WRITERS = 3;
  private static final long LONGEST_MILLIS = 3_000;
  private static final long LONGEST_PUSH_MILLIS = 7_000;

  private static DedicatedPostgres postgres;
  private static SecretsHouse house;

  @BeforeAll
  static void open() throws Exception {
    postgres = DedicatedPostgres.start();
    TestDatabase database = postgres.database();
    Properties owner = new Properties();
    owner.setProperty("user", database.owner().user());
    owner.setProperty("password", database.owner().password());
    Migrations.apply(database.jdbcUrl(), owner, database.application().user());
    house =
        SecretsHouse.open(database, SecretsHouse.config(database, SecretsConfig.ENVIRONMENT_BYTES));
    house.vault(REPO);
    house.push(house.owner, REPO, "production", Map.of("A", "1"));
  }

  @AfterAll
  static void close() throws Exception {
    SecretsHouse.await(house.vertx.close());
    postgres.close();
  }

  @Test
  void killed() throws Exception {
    Load load = new Load();
    postgres.kill();
    postgres.awaitBack();
    load.endOnceWell();
  }

  @Test
  void restarted() throws Exception {
    Load load = new Load();
    postgres.restart();
    postgres.awaitBack();
    load.endOnceWell();
  }

  @Test
  void stopped() throws Exception {
    Load load = new Load();
    postgres.stop();
    load.awaitOutage();
    assertThatAPushIsRefused();
    postgres.resume();
    load.endOnceWell();
  }

  @Test
  void frozen() throws Exception {
    Load load = new Load();
    postgres.freeze();
    load.awaitOutage();
    assertThatAPushIsRefused();
    postgres.thaw();
    load.endOnceWell();
  }

  private static void assertThatAPushIsRefused() throws Exception {
    long start = System.nanoTime();
    assertThat(
            house
                .refusal(
                    SecretsRoom.PUSH,
                    new Push(house.owner, REPO, "development", Map.of("B", "1"), false))
                .kind())
        .isEqualTo(Kind.SERVICE_UNAVAILABLE);
    assertThat(millisSince(start)).isLessThan(LONGEST_MILLIS);
  }

  /** Callers who pull again and again, each after the answer to the one before. */
  private static final class Load {
    private final List<String> wrong = new CopyOnWriteArrayList<>();
    private final AtomicInteger answers = new AtomicInteger();
    private final AtomicInteger refusals = new AtomicInteger();
    private final List<Future<Void>> callers = new CopyOnWriteArrayList<>();
    private final Set<Long> acknowledged = ConcurrentHashMap.newKeySet();
    private volatile boolean ending;

    Load() throws Exception {
      for (int i = 0; i < CALLERS; i++) {
        callers.add(pullOn());
      }
      for (int i = 0; i < WRITERS; i++) {
        callers.add(pushOn());
      }
      await(answers, CALLERS * 5);
    }

    private Future<Void> pushOn() {
      long start = System.nanoTime();
      return house
          .rooms
          .call(
              SecretsRoom.PUSH,
              new Push(house.owner, REPO, "staging", Map.of("N", "" + start), false))
          .onSuccess(pushed -> acknowledged.add(pushed.revision()))
          .map(pushed -> "")
          .recover(failure -> Future.succeededFuture(describe(failure)))
          .compose(answer -> {
            long millis = millisSince(start);
            boolean right = answer.isEmpty() || answer.equals(Kind.SERVICE_UNAVAILABLE.toString());
            if (!right || millis > LONGEST_PUSH_MILLIS) {
              wrong.add("push after " + millis + " ms: " + answer);
            }
            return ending ? Future.succeededFuture() : house.vertx.timer(5).compose(t -> pushOn());
          });
    }

    private Future<Void> pullOn() {
      long start = System.nanoTime();
      return house
          .rooms
          .call(SecretsRoom.PULL, SecretsHouse.pulling(house.owner, REPO, "production"))
          .map(SecretsHouse::text)
          .recover(failure -> Future.succeededFuture(describe(failure)))
          .compose(answer -> {
            count(answer, millisSince(start));
            return ending ? Future.succeededFuture() : house.vertx.timer(1).compose(t -> pullOn());
          });
    }

    private void count(String answer, long millis) {
      if (answer.equals("A=1")) {
        answers.incrementAndGet();
      } else if (answer.equals(Kind.SERVICE_UNAVAILABLE.toString())) {
        refusals.incrementAndGet();
      } else {
        wrong.add(answer);
      }
      if (millis > LONGEST_MILLIS) {
        wrong.add("after " + millis + " ms: " + answer);
      }
    }

    private static String describe(Throwable failure) {
      return failure instanceof ProblemException known
          ? known.problem().kind().toString()
          : failure.toString();
    }

    /** Waits until every caller has been told more than once that the database is away. */
    void awaitOutage() throws Exception {
      await(refusals, refusals.get() + CALLERS * 3);
    }

    /** Waits until pulls succeed again, and pushes too, and judges everything that was answered. */
    void endOnceWell() throws Exception {
      await(answers, answers.get() + CALLERS * 20);
      awaitPush();
      ending = true;
      SecretsHouse.await(Future.all(callers));
      assertThat(wrong).isEmpty();
      // What was acknowledged is there; what was not may be there too.
      assertThat(
              house.rows(
                  "select number from revisions r join environments e on e.id = r.environment_id"
                      + " where e.name = 'staging'"))
          .containsAll(acknowledged.stream().map(String::valueOf).toList());
      assertThat(
              house.rows(
                  "select count(*) = max(number), max(number) = max(e.head) from revisions r join"
                      + " environments e on e.id = r.environment_id where e.name = 'staging'"))
          .containsExactly("t t");
    }

    private static void awaitPush() throws Exception {
      long start = System.nanoTime();
      while (true) {
        try {
          house.push(house.owner, REPO, "development", Map.of("N", "" + start));
          return;
        } catch (ProblemException e) {
          assertThat(e.problem().kind()).isEqualTo(Kind.SERVICE_UNAVAILABLE);
          assertThat(millisSince(start)).as("pushes work again").isLessThan(10_000);
        }
      }
    }

    private void await(AtomicInteger counter, int wanted) throws Exception {
      long start = System.nanoTime();
      while (counter.get() < wanted) {
        assertThat(millisSince(start)).as("in time; wrong: " + wrong).isLessThan(15_000);
        TimeUnit.MILLISECONDS.sleep(5);
      }
    }
  }

  private static long millisSince(long start) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }
}
