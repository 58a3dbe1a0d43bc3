package sh.keyway.secrets.environment;

import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import sh.keyway.secrets.database.Sql;

/** The names of a vault's environments, for a person. */
public final class EnvironmentNames {
  private static final String FIND =
      "select name from environments where vault_id = $1 order by display_order, name";

  private EnvironmentNames() {}

  /** Joined by commas, in display order. */
  public static Future<String> of(Sql sql, UUID vaultId) {
    return sql.run(FIND, Tuple.of(vaultId))
        .map(rows -> {
          List<String> names = new ArrayList<>();
          rows.forEach(row -> names.add(row.getString(0)));
          return String.join(", ", names);
        });
  }
}
