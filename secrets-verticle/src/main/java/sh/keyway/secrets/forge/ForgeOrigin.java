package sh.keyway.secrets.forge;

import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.Locale;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.secrets.database.Sql;

/**
 * Which GitHub the database's numbers are of, proven at start. The same number is somebody else at
 * another GitHub, who would get the vaults of whom it was.
 */
public final class ForgeOrigin {
  private static final String CLAIM =
      "insert into forge_origins (forge, origin) values ($1, $2) on conflict do nothing";

  private static final String FIND = "select origin from forge_origins where forge = $1";

  private ForgeOrigin() {}

  /**
   * Lets the GitHub through that the database is of; one that is of none becomes this one's.
   *
   * @param api base URL of its API; case and a trailing slash do not matter
   * @return fails with CONFLICT and a message for the operator if it is another
   */
  public static Future<Void> prove(Sql sql, String api) {
    String origin = api.replaceAll("/+$", "").toLowerCase(Locale.ROOT);
    return sql.run(CLAIM, Tuple.of(GitHubForge.TYPE, origin))
        .compose(done -> sql.run(FIND, Tuple.of(GitHubForge.TYPE)))
        .compose(rows -> {
          String known = rows.iterator().next().getString("origin");
          return known.equals(origin)
              ? Future.succeededFuture()
              : Future.failedFuture(another(known, origin).exception());
        });
  }

  private static Problem another(String known, String configured) {
    return Problem.of(
        Kind.CONFLICT,
        "this database belongs to the GitHub at %s, but GITHUB_BASE_URL (or GITHUB_URL) leads to %s, where the same numbers are other people and repositories: set it back, or use another database"
            .formatted(known, configured));
  }
}
