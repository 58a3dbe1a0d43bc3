package sh.keyway.secrets.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sh.keyway.contracts.Caller;
import sh.keyway.contracts.Principal;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.ProblemException;
import sh.keyway.secrets.SecretsHouse;
import sh.keyway.secrets.database.Sql;

/** The writer alone, with a database that answers when the test says so. */
class AuditWriterTest {
  private static final int ENOUGH = 10_000;
  private static final int MOST_WAITING = 4_096 + 256;

  private final List<Promise<RowSet<Row>>> inserts = new ArrayList<>();
  private final List<Integer> groups = new ArrayList<>();
  private final AuditWriter writer = new AuditWriter(new Patient());

  private final class Patient implements Sql {
    @Override
    public Future<RowSet<Row>> run(String statement, Tuple parameters) {
      Promise<RowSet<Row>> insert = Promise.promise();
      inserts.add(insert);
      groups.add(parameters.getArrayOfStrings(2).length);
      return insert.future();
    }
  }

  @Test
  void theQueueIsBounded() {
    List<Future<Void>> rows = append(ENOUGH);

    long waiting = rows.stream().filter(row -> !row.isComplete()).count();
    assertThat(waiting).isBetween(4_096L, (long) MOST_WAITING);
    assertThat(rows.stream().filter(Future::failed))
        .hasSize((int) (ENOUGH - waiting))
        .allMatch(row -> kind(row) == Kind.SERVICE_UNAVAILABLE);
    assertThat(inserts).hasSize(1);
  }

  @Test
  void whatGathersWhileOneInsertIsOnItsWayGoesTogetherInTheNext() {
    List<Future<Void>> rows = append(101);
    assertThat(groups).containsExactly(1);

    inserts.getFirst().complete();

    assertThat(groups).containsExactly(1, 100);
    assertThat(rows.stream().filter(Future::succeeded)).hasSize(1);
    inserts.getLast().complete();
    assertThat(rows).allMatch(Future::succeeded);
  }

  @Test
  void whenTheDatabaseIsAwayNobodyWaitsForTheNextTry() {
    List<Future<Void>> rows = append(1_000);

    inserts.getFirst().fail(Problem.unavailable("away").exception());

    assertThat(rows).allMatch(row -> kind(row) == Kind.SERVICE_UNAVAILABLE);
    assertThat(inserts).hasSize(1);
    Future<Void> next = append(1).getFirst();
    inserts.getLast().complete();
    assertThat(next.succeeded()).isTrue();
  }

  private List<Future<Void>> append(int count) {
    Caller caller = new Caller(new Principal.Operator(), SecretsHouse.client("test"));
    List<Future<Void>> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(writer.append(Activity.done(Action.SECRETS_PULLED, caller, Metadata.empty())));
    }
    return rows;
  }

  private static Kind kind(Future<Void> row) {
    return ((ProblemException) row.cause()).problem().kind();
  }
}
