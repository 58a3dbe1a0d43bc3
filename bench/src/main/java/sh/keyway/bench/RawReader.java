package sh.keyway.bench;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;

/** Makes the body of an answer out of what the SELECT returned. */
@FunctionalInterface
interface RawReader {
  /**
   * Decrypts and renders.
   *
   * @throws IllegalStateException if something does not decrypt
   */
  Buffer body(RowSet<Row> rows);
}
