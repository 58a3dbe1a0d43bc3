package sh.keyway.secrets.audit;

import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sh.keyway.secrets.database.Sql;

/** The one INSERT of the audit, for any number of rows. */
public final class AuditSql {
  private static final int TEXT_LENGTH = 512;
  private static final String INSERT =
      """
      insert into activities (id, created_at, action, refused, user_id, api_key_id, vault_id,
        environment_id, revision, platform, ip, user_agent, request_id, metadata)
      select id, at, action, refused, user_id, api_key_id, vault_id, environment_id, revision,
        platform, ip, user_agent, request_id, metadata::jsonb
      from unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::boolean[], $5::uuid[], $6::uuid[],
        $7::uuid[], $8::uuid[], $9::bigint[], $10::text[], $11::text[], $12::text[], $13::text[],
        $14::text[])
        as row(id, at, action, refused, user_id, api_key_id, vault_id, environment_id, revision,
          platform, ip, user_agent, request_id, metadata)\
      """;

  private AuditSql() {}

  /** Writes the rows in one statement, all or none. */
  public static Future<?> insert(Sql sql, List<Activity> rows) {
    Tuple parameters =
        Tuple.of(
            column(rows, UUID[]::new, Activity::id),
            column(rows, OffsetDateTime[]::new, a -> a.at().atOffset(ZoneOffset.UTC)),
            column(rows, String[]::new, a -> a.action().wire()),
            column(rows, Boolean[]::new, Activity::refused),
            column(rows, UUID[]::new, Activity::userId),
            column(rows, UUID[]::new, Activity::apiKeyId),
            column(rows, UUID[]::new, Activity::vaultId),
            column(rows, UUID[]::new, Activity::environmentId),
            column(rows, Long[]::new, Activity::revision),
            column(rows, String[]::new, a -> a.caller().client().platform().wire()),
            column(rows, String[]::new, a -> clean(a.caller().client().ip())),
            column(rows, String[]::new, a -> clean(a.caller().client().userAgent())),
            column(rows, String[]::new, a -> clean(a.caller().client().requestId())),
            column(rows, String[]::new, a -> a.metadata().toJson()));
    return sql.run(INSERT, parameters);
  }

  /** Writes the row inside the transaction of the change it tells of. */
  public static Future<?> insert(Sql transaction, Activity row) {
    return insert(transaction, List.of(row));
  }

  private static <T> Object column(
      List<Activity> rows,
      Function<Integer, T[]> array,
      Function<Activity, ? extends @Nullable T> value) {
    @Nullable T[] column = array.apply(rows.size());
    for (int i = 0; i < column.length; i++) {
      column[i] = value.apply(rows.get(i));
    }
    return column;
  }

  private static @Nullable String clean(@Nullable String text) {
    return text == null ? null : Metadata.clean(text, TEXT_LENGTH);
  }
}
