package sh.keyway.bench;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.PreparedStatement;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.security.GeneralSecurityException;

/**
 * One event loop of a raw server, with two connections of its own: one on which reads are
 * pipelined, one for the audit rows. Nothing crosses to another thread.
 */
final class RawVerticle extends VerticleBase {
  private final PgConnectOptions database;
  private final byte[] key;
  private final RawShape shape;
  private final int port;

  RawVerticle(PgConnectOptions database, byte[] key, RawShape shape, int port) {
    this.database = database;
    this.key = key;
    this.shape = shape;
    this.port = port;
  }

  @Override
  public Future<?> start() throws GeneralSecurityException {
    RawReader reader = shape.reader(new RawCipher(key));
    Future<PreparedStatement> select =
        PgConnection.connect(vertx, database).compose(c -> c.prepare(shape.select()));
    Future<RawAudit> audit = PgConnection.connect(vertx, database).compose(RawAudit::on);
    return Future.all(select, audit)
        .compose(ready -> {
          Pull pull = new Pull(select.result().query(), audit.result(), reader);
          return vertx.createHttpServer().requestHandler(pull::answer).listen(port, "127.0.0.1");
        });
  }

  /** What each request does. */
  private record Pull(PreparedQuery<RowSet<Row>> select, RawAudit audit, RawReader reader) {
    private static final CharSequence JSON =
        HttpHeaders.createOptimized("application/json; charset=utf-8");

    void answer(HttpServerRequest request) {
      select
          .execute(Tuple.of(RawTables.ENVIRONMENT))
          .compose(rows -> {
            // the row is on its way to the disk while this thread decrypts
            Future<Void> durable = audit.append();
            Buffer body = reader.body(rows);
            return durable.map(body);
          })
          .onComplete(
              body -> send(request.response(), body),
              failure -> request.response().setStatusCode(503).end());
    }

    private static void send(HttpServerResponse response, Buffer body) {
      response.putHeader(HttpHeaders.CONTENT_TYPE, JSON).end(body);
    }
  }
}
