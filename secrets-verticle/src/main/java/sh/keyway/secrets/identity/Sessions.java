package sh.keyway.secrets.identity;

import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneOffset;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.secrets.AdoptSession;
import sh.keyway.contracts.secrets.Done;
import sh.keyway.secrets.database.Database;

/** Sessions: what a Keyway JWT is worth, and until when. */
public final class Sessions {
  private static final String ADOPT =
      """
      insert into sessions (id, user_id, method, created_at, expires_at)
      select $1, u.id, 'adopted', $3, $4 from users u where u.id = $2
      on conflict (id) do update set method = sessions.method returning id\
      """;

  private final Database database;

  /** Works on this database. */
  public Sessions(Database database) {
    this.database = database;
  }

  /** Makes a session for a token that names none. */
  public Future<Done> adopt(AdoptSession request) {
    Tuple parameters =
        Tuple.of(
            request.sessionId(),
            request.userId(),
            request.issuedAt().atOffset(ZoneOffset.UTC),
            request.expiresAt().atOffset(ZoneOffset.UTC));
    return database
        .change()
        .run(ADOPT, parameters)
        .compose(rows ->
            rows.size() == 0
                ? Future.failedFuture(
                    Problem.of(
                            Kind.UNAUTHORIZED,
                            "Session expired or invalid. Please run `keyway login` to authenticate.")
                        .exception())
                : Future.succeededFuture(new Done()));
  }
}
