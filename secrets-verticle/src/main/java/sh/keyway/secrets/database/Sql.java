package sh.keyway.secrets.database;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;

/** Something that runs one statement: a pipe, or a transaction in progress. */
public interface Sql {
  /**
   * Runs a prepared statement.
   *
   * @return its rows; fails with the driver's exception inside a transaction, with a {@link
   *     sh.keyway.contracts.ProblemException} on a pipe
   */
  Future<RowSet<Row>> run(String statement, Tuple parameters);
}
