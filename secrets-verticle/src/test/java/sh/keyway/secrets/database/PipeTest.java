package sh.keyway.secrets.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.ProblemException;
import sh.keyway.secrets.SecretsConfig;
import sh.keyway.secrets.SecretsHouse;
import sh.keyway.testkit.TestDatabase;
import sh.keyway.testkit.TestPostgres;

class PipeTest {
  private static final int MOST_WAITING = 1_024;

  private TestDatabase database;
  private Vertx vertx;
  private Context loop;
  private Pipe pipe;

  @BeforeEach
  void open() throws Exception {
    database = TestPostgres.freshDatabase();
    vertx = Vertx.vertx();
    loop = vertx.getOrCreateContext();
    SecretsConfig config = SecretsHouse.config(database, SecretsConfig.ENVIRONMENT_BYTES);
    pipe =
        onLoop(
            () -> Future.succeededFuture(new Pipe(vertx, "test", ConnectOptions.of(config, 256))));
  }

  @AfterEach
  void close() throws Exception {
    SecretsHouse.await(vertx.close());
    database.close();
  }

  @Test
  void statementsFollowEachOtherOnOneConnection() throws Exception {
    List<Future<RowSet<Row>>> answers =
        onLoop(() -> {
          List<Future<RowSet<Row>>> all = new ArrayList<>();
          for (int i = 0; i < MOST_WAITING; i++) {
            all.add(pipe.run("select $1::int, pg_backend_pid()", Tuple.of(i)));
          }
          return Future.all(all).map(all);
        });

    int process = row(answers.getFirst()).getInteger(1);
    for (int i = 0; i < answers.size(); i++) {
      assertThat(row(answers.get(i)).getInteger(0)).isEqualTo(i);
      assertThat(row(answers.get(i)).getInteger(1)).isEqualTo(process);
    }
  }

  @Test
  void aSlowStatementIsGivenUpWithAllBehindItAndTheNextGetsANewConnection() throws Exception {
    int before =
        row(onLoop(() -> pipe.run("select pg_backend_pid()", Tuple.tuple()))).getInteger(0);
    long start = System.nanoTime();
    List<Future<RowSet<Row>>> answers =
        onLoop(() -> {
          List<Future<RowSet<Row>>> all = new ArrayList<>();
          all.add(pipe.run("select pg_sleep(10)", Tuple.tuple()));
          for (int i = 0; i < 20; i++) {
            all.add(pipe.run("select 1", Tuple.tuple()));
          }
          return Future.join(all).otherwiseEmpty().map(all);
        });

    assertThat(System.nanoTime() - start).isBetween(1_400_000_000L, 2_500_000_000L);
    assertThat(answers).allMatch(answer -> kind(answer) == Kind.SERVICE_UNAVAILABLE);
    assertThat(row(eventually("select pg_backend_pid()")).getInteger(0)).isNotEqualTo(before);
  }

  @Test
  void whoComesWhenTooManyWaitIsSentAwayAtOnce() throws Exception {
    Future<RowSet<Row>> tooMany =
        onLoop(() -> {
          pipe.run("select pg_sleep(10)", Tuple.tuple());
          for (int i = 1; i < MOST_WAITING; i++) {
            pipe.run("select 1", Tuple.tuple());
          }
          return Future.succeededFuture(pipe.run("select 1", Tuple.tuple()));
        });

    assertThat(tooMany.failed()).isTrue();
    assertThat(kind(tooMany)).isEqualTo(Kind.SERVICE_UNAVAILABLE);
  }

  @Test
  void aStatementThatIsWrongHarmsNoOther() throws Exception {
    List<Future<RowSet<Row>>> answers =
        onLoop(() -> {
          List<Future<RowSet<Row>>> all = new ArrayList<>();
          for (int i = 0; i < 9; i++) {
            all.add(pipe.run(i == 4 ? "select 1/$1::int" : "select $1::int", Tuple.of(0)));
          }
          return Future.join(all).otherwiseEmpty().map(all);
        });

    assertThat(answers.stream().filter(Future::failed)).singleElement().isSameAs(answers.get(4));
    assertThat(Faults.isDataFault(answers.get(4).cause())).isTrue();
  }

  @Test
  void aConnectionThatWasCutIsReplaced() throws Exception {
    int before =
        row(onLoop(() -> pipe.run("select pg_backend_pid()", Tuple.tuple()))).getInteger(0);

    List<Future<RowSet<Row>>> cut =
        onLoop(() -> {
          List<Future<RowSet<Row>>> all = new ArrayList<>();
          all.add(pipe.run("select pg_terminate_backend(pg_backend_pid())", Tuple.tuple()));
          all.add(pipe.run("select 1", Tuple.tuple()));
          return Future.join(all).otherwiseEmpty().map(all);
        });

    assertThat(cut).allMatch(answer -> kind(answer) == Kind.SERVICE_UNAVAILABLE);
    assertThat(row(eventually("select pg_backend_pid()")).getInteger(0)).isNotEqualTo(before);
  }

  @Test
  void aClosedPipeTakesNothing() throws Exception {
    onLoop(() -> pipe.close());

    Future<RowSet<Row>> late =
        onLoop(() -> Future.succeededFuture(pipe.run("select 1", Tuple.tuple())));

    assertThat(kind(late)).isEqualTo(Kind.SERVICE_UNAVAILABLE);
  }

  /** The answer once there is one, within two seconds. */
  private RowSet<Row> eventually(String statement) throws Exception {
    long deadline = System.nanoTime() + 2_000_000_000L;
    while (true) {
      try {
        return onLoop(() -> pipe.run(statement, Tuple.tuple()));
      } catch (ProblemException e) {
        assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      }
    }
  }

  private <T> T onLoop(Supplier<Future<T>> work) throws Exception {
    Promise<T> done = Promise.promise();
    loop.runOnContext(now -> work.get().onComplete(done));
    return SecretsHouse.await(done.future());
  }

  private static Row row(Future<RowSet<Row>> answer) {
    return row(answer.result());
  }

  private static Row row(RowSet<Row> rows) {
    return rows.iterator().next();
  }

  private static Kind kind(Future<RowSet<Row>> answer) {
    return ((ProblemException) answer.cause()).problem().kind();
  }
}
