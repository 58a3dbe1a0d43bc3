package sh.keyway.secrets.identity;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Client;
import sh.keyway.contracts.Scope;
import sh.keyway.contracts.secrets.ApiKeyIdentity;
import sh.keyway.contracts.secrets.ApiKeyView;
import sh.keyway.secrets.database.Sql;

/** The statements on API keys. */
final class ApiKeySql {
  private static final String COLUMNS =
      "id, name, key_prefix, environment, scopes, allowed_ips, expires_at, last_used_at,"
          + " usage_count, created_at, revoked_at, revoked_reason";

  private static final String IDENTIFY =
      """
      select id, user_id, scopes, allowed_ips, expires_at from api_keys
      where key_hash = $1 and revoked_at is null and (expires_at is null or expires_at > now())\
      """;

  private static final String INSERT =
      """
      insert into api_keys (user_id, name, key_prefix, key_hash, environment, scopes, allowed_ips,
        expires_at, created_from_ip, created_user_agent)
      values ($1, $2, $3, $4, $5, $6, $7, now() + make_interval(days => $8), $9, $10)
      returning %s
      """
          .formatted(COLUMNS);

  private static final String LOCK_USER = "select from users where id = $1 for no key update";

  private static final String COUNT = "select count(*) from api_keys where user_id = $1";

  private static final String LIST =
      "select " + COLUMNS + " from api_keys where user_id = $1 order by created_at desc, id";

  private static final String GET =
      "select " + COLUMNS + " from api_keys where id = $1 and user_id = $2";

  private static final String LOCK =
      "select user_id, name, revoked_at from api_keys where id = $1 for update";

  private static final String REVOKE =
      "update api_keys set revoked_at = now(), revoked_reason = 'manual' where id = $1";

  private ApiKeySql() {}

  static Future<Optional<ApiKeyIdentity>> identify(Sql sql, String keyHash) {
    return sql.run(IDENTIFY, Tuple.of(Buffer.buffer(HexFormat.of().parseHex(keyHash))))
        .map(rows -> {
          if (rows.size() == 0) {
            return Optional.empty();
          }
          Row row = first(rows);
          Set<Scope> scopes = EnumSet.noneOf(Scope.class);
          for (String scope : row.getArrayOfStrings("scopes")) {
            Scope.find(scope).ifPresent(scopes::add);
          }
          String[] ips = row.getArrayOfStrings("allowed_ips");
          return Optional.of(
              new ApiKeyIdentity(
                  row.getUUID("id"),
                  row.getUUID("user_id"),
                  scopes,
                  ips == null ? List.of() : List.of(ips),
                  instant(row, "expires_at")));
        });
  }

  static Future<ApiKeyView> insert(
      Sql transaction,
      UUID userId,
      String name,
      String environment,
      Set<Scope> scopes,
      @Nullable Integer expiresInDays,
      List<String> allowedIps,
      ApiKeyToken token,
      Client client) {
    Tuple parameters =
        Tuple.of(
            userId,
            name,
            token.prefix(),
            token.hash(),
            environment,
            Arrays.stream(Scope.values())
                .filter(scopes::contains)
                .map(Scope::wire)
                .toArray(String[]::new),
            allowedIps.isEmpty() ? null : allowedIps.toArray(String[]::new),
            expiresInDays,
            client.ip(),
            client.userAgent());
    return transaction.run(INSERT, parameters).map(rows -> view(first(rows)));
  }

  /** How many keys the user has; no other transaction mints one until this one ends. */
  static Future<Long> countLocked(Sql transaction, UUID userId) {
    return transaction
        .run(LOCK_USER, Tuple.of(userId))
        .compose(locked -> transaction.run(COUNT, Tuple.of(userId)))
        .map(rows -> first(rows).getLong(0));
  }

  static Future<List<ApiKeyView>> list(Sql sql, UUID userId) {
    return sql.run(LIST, Tuple.of(userId))
        .map(rows -> {
          List<ApiKeyView> keys = new ArrayList<>();
          rows.forEach(row -> keys.add(view(row)));
          return keys;
        });
  }

  static Future<Optional<ApiKeyView>> get(Sql sql, UUID id, UUID userId) {
    return sql.run(GET, Tuple.of(id, userId))
        .map(rows -> rows.size() == 0 ? Optional.empty() : Optional.of(view(first(rows))));
  }

  /** Owner, name and state of a key, locked until the transaction ends. */
  static Future<Optional<Row>> lock(Sql transaction, UUID id) {
    return transaction
        .run(LOCK, Tuple.of(id))
        .map(rows -> rows.size() == 0 ? Optional.empty() : Optional.of(first(rows)));
  }

  static Future<?> revoke(Sql transaction, UUID id) {
    return transaction.run(REVOKE, Tuple.of(id));
  }

  private static Row first(RowSet<Row> rows) {
    return rows.iterator().next();
  }

  private static ApiKeyView view(Row row) {
    String[] ips = row.getArrayOfStrings("allowed_ips");
    return new ApiKeyView(
        row.getUUID("id"),
        row.getString("name"),
        row.getString("key_prefix"),
        row.getString("environment"),
        List.of(row.getArrayOfStrings("scopes")),
        ips == null ? null : List.of(ips),
        instant(row, "expires_at"),
        instant(row, "last_used_at"),
        row.getLong("usage_count"),
        row.getOffsetDateTime("created_at").toInstant(),
        instant(row, "revoked_at"),
        row.getString("revoked_reason"));
  }

  private static @Nullable Instant instant(Row row, String column) {
    OffsetDateTime time = row.getOffsetDateTime(column);
    return time == null ? null : time.toInstant();
  }
}
