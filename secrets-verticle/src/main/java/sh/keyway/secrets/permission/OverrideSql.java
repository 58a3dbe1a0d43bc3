package sh.keyway.secrets.permission;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Role;
import sh.keyway.contracts.secrets.CreateOverride;
import sh.keyway.contracts.secrets.OverrideView;
import sh.keyway.contracts.secrets.OverrideView.Person;
import sh.keyway.secrets.database.Sql;

/** The statements on overrides; every one names the vault. */
final class OverrideSql {
  private static final String SELECT =
      """
      select o.id, o.environment, o.target_role, o.can_read, o.can_write, o.created_at,
        o.updated_at, t.id as target_id, t.username as target_name, t.avatar_url as target_avatar,
        c.id as creator_id, c.username as creator_name, c.avatar_url as creator_avatar
      from permission_overrides o
      left join users t on t.id = o.target_user_id
      left join users c on c.id = o.created_by
      where o.vault_id = $1\
      """;

  private static final String LIST = SELECT + " order by o.created_at desc, o.id";
  private static final String FIND = SELECT + " and o.id = $2";

  private static final String COUNT =
      "select count(*) from permission_overrides where vault_id = $1";

  private static final String TARGET =
      "select exists (select from users where id = $1 and forge = $2)";

  private static final String INSERT =
      """
      insert into permission_overrides
        (vault_id, environment, target_user_id, target_role, can_read, can_write, created_by)
      values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning id\
      """;

  private static final String UPDATE =
      """
      update permission_overrides set can_read = coalesce($3, can_read),
        can_write = coalesce($4, can_write), updated_at = now()
      where vault_id = $1 and id = $2\
      """;

  private static final String DELETE =
      "delete from permission_overrides where vault_id = $1 and id = $2";

  private static final String RESET = "delete from permission_overrides where vault_id = $1";

  private OverrideSql() {}

  static Future<List<OverrideView>> list(Sql sql, UUID vaultId) {
    return sql.run(LIST, Tuple.of(vaultId))
        .map(rows -> {
          List<OverrideView> found = new ArrayList<>();
          rows.forEach(row -> found.add(view(row)));
          return found;
        });
  }

  static Future<Optional<OverrideView>> find(Sql sql, UUID vaultId, UUID id) {
    return sql.run(FIND, Tuple.of(vaultId, id))
        .map(rows ->
            rows.size() == 0 ? Optional.empty() : Optional.of(view(rows.iterator().next())));
  }

  static Future<Long> count(Sql transaction, UUID vaultId) {
    return transaction.run(COUNT, Tuple.of(vaultId)).map(rows -> rows.iterator().next().getLong(0));
  }

  /** Whether there is such a user, of this forge. */
  static Future<Boolean> isUser(Sql transaction, UUID id, String forge) {
    return transaction
        .run(TARGET, Tuple.of(id, forge))
        .map(rows -> rows.iterator().next().getBoolean(0));
  }

  /** The new row's id; empty if there is one for that environment and target. */
  static Future<Optional<UUID>> insert(
      Sql transaction, UUID vaultId, CreateOverride wanted, UUID createdBy) {
    Role role = wanted.targetRole();
    Tuple parameters =
        Tuple.of(
            vaultId,
            wanted.environment(),
            wanted.targetUserId(),
            role == null ? null : role.wire(),
            wanted.canRead(),
            wanted.canWrite(),
            createdBy);
    return transaction
        .run(INSERT, parameters)
        .map(rows ->
            rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next().getUUID(0)));
  }

  static Future<?> update(
      Sql transaction,
      UUID vaultId,
      UUID id,
      @Nullable Boolean canRead,
      @Nullable Boolean canWrite) {
    return transaction.run(UPDATE, Tuple.of(vaultId, id, canRead, canWrite));
  }

  static Future<?> delete(Sql transaction, UUID vaultId, UUID id) {
    return transaction.run(DELETE, Tuple.of(vaultId, id));
  }

  /** How many there were. */
  static Future<Integer> reset(Sql transaction, UUID vaultId) {
    return transaction.run(RESET, Tuple.of(vaultId)).map(rows -> rows.rowCount());
  }

  private static OverrideView view(Row row) {
    String role = row.getString("target_role");
    return new OverrideView(
        row.getUUID("id"),
        row.getString("environment"),
        person(row, "target"),
        role == null ? null : Role.of(role),
        row.getBoolean("can_read"),
        row.getBoolean("can_write"),
        person(row, "creator"),
        row.getOffsetDateTime("created_at").toInstant(),
        row.getOffsetDateTime("updated_at").toInstant());
  }

  private static @Nullable Person person(Row row, String who) {
    UUID id = row.getUUID(who + "_id");
    return id == null
        ? null
        : new Person(id, row.getString(who + "_name"), row.getString(who + "_avatar"));
  }
}
