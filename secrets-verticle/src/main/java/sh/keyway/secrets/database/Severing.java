package sh.keyway.secrets.database;

import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.internal.Connection;
import io.vertx.sqlclient.internal.SqlConnectionInternal;

/**
 * Cuts a connection that does not answer. The driver's own close waits behind the statements that
 * are not answered, for ever if need be, so this reaches for the socket; there is no public way.
 */
final class Severing {
  private Severing() {}

  /** Closes the socket; whoever waits on the connection hears so at once. */
  static void sever(SqlConnection connection) {
    if (connection instanceof SqlConnectionInternal outer) {
      Connection inner = outer.unwrap();
      Connection innermost = inner.unwrap();
      if (innermost instanceof SocketConnectionBase overSocket) {
        overSocket.socket().close();
      }
    }
  }
}
