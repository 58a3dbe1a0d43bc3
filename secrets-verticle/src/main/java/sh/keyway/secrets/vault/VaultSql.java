package sh.keyway.secrets.vault;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import sh.keyway.contracts.EnvironmentType;
import sh.keyway.contracts.secrets.EnvironmentView;
import sh.keyway.secrets.database.Sql;
import sh.keyway.secrets.environment.EnvironmentTypes;
import sh.keyway.secrets.forge.Forge.Repository;

/** The statements on vaults. */
final class VaultSql {
  private static final String COLUMNS =
      """
      v.id, v.repo_full_name, v.forge, v.forge_repo_id, v.role_epoch, v.owner_id, v.is_private,
        v.created_at, v.updated_at,
        (select jsonb_agg(jsonb_build_object('name', e.name, 'type', e.type,
            'order', e.display_order, 'count', e.secret_count, 'policy', e.policy_revision) order by e.display_order, e.name)
          from environments e where e.vault_id = v.id) as environments
      """;

  private static final String FIND =
      "select " + COLUMNS + " from vaults v where lower(v.repo_full_name) = $1";

  private static final String GET = "select " + COLUMNS + " from vaults v where v.id = $1";

  private static final String PAGE =
      """
      select t.total, page.* from (select count(*) as total from vaults where owner_id = $1) t
      left join lateral (select %s from vaults v where v.owner_id = $1
        order by v.updated_at desc, v.id limit $2 offset $3) page on true
      """
          .formatted(COLUMNS);

  private static final String INSERT =
      """
      insert into vaults (forge, forge_repo_id, repo_full_name, owner_id, is_private,
        forge_owner_id)
      values ($1, $2, $3, $4, $5, $6) on conflict do nothing returning id\
      """;

  private static final String INSERT_ENVIRONMENTS =
      """
      insert into environments (vault_id, name, type, display_order)
      select $1, name, type, display_order
      from unnest($2::text[], $3::text[], $4::int[]) as row(name, type, display_order)\
      """;

  private static final String LOCK_ENVIRONMENTS =
      "select id from environments where vault_id = $1 order by id for update";

  private static final String DELETE = "delete from vaults where id = $1";

  private VaultSql() {}

  /** One page and how many there are in all. */
  record Page(List<VaultRow> vaults, int total) {}

  static Future<Optional<VaultRow>> find(Sql sql, String repoFullName) {
    return sql.run(FIND, Tuple.of(fold(repoFullName)))
        .map(rows -> rows.size() == 0 ? Optional.empty() : Optional.of(vault(first(rows))));
  }

  static Future<Optional<VaultRow>> get(Sql sql, UUID id) {
    return sql.run(GET, Tuple.of(id))
        .map(rows -> rows.size() == 0 ? Optional.empty() : Optional.of(vault(first(rows))));
  }

  static Future<Page> page(Sql sql, UUID ownerId, int limit, int offset) {
    return sql.run(PAGE, Tuple.of(ownerId, limit, offset))
        .map(rows -> {
          List<VaultRow> vaults = new ArrayList<>();
          int total = 0;
          for (Row row : rows) {
            total = row.getInteger("total");
            if (row.getUUID("id") != null) {
              vaults.add(vault(row));
            }
          }
          return new Page(vaults, total);
        });
  }

  /** The new vault's id; empty if there is one for that name or repository. */
  static Future<Optional<UUID>> insert(
      Sql transaction, String forge, Repository repository, UUID ownerId) {
    return transaction
        .run(
            INSERT,
            Tuple.of(
                forge,
                repository.id(),
                repository.fullName(),
                ownerId,
                repository.isPrivate(),
                repository.ownerId()))
        .compose(rows -> {
          if (rows.size() == 0) {
            return Future.succeededFuture(Optional.empty());
          }
          UUID id = first(rows).getUUID("id");
          return insertEnvironments(transaction, id).map(Optional.of(id));
        });
  }

  /** Locks what goes with the vault, before the vault, as everybody does. */
  static Future<?> lockEnvironments(Sql transaction, UUID id) {
    return transaction.run(LOCK_ENVIRONMENTS, Tuple.of(id));
  }

  /** False if it was gone already. */
  static Future<Boolean> delete(Sql transaction, UUID id) {
    return transaction.run(DELETE, Tuple.of(id)).map(rows -> rows.rowCount() > 0);
  }

  private static Future<?> insertEnvironments(Sql transaction, UUID vaultId) {
    List<EnvironmentView> defaults = EnvironmentTypes.DEFAULTS;
    return transaction.run(
        INSERT_ENVIRONMENTS,
        Tuple.of(
            vaultId,
            defaults.stream().map(EnvironmentView::name).toArray(String[]::new),
            defaults.stream().map(e -> e.type().wire()).toArray(String[]::new),
            defaults.stream().map(EnvironmentView::displayOrder).toArray(Integer[]::new)));
  }

  private static Row first(RowSet<Row> rows) {
    return rows.iterator().next();
  }

  private static VaultRow vault(Row row) {
    List<EnvironmentView> environments = new ArrayList<>();
    int secrets = 0;
    long policy = 0;
    JsonArray found = row.getJsonArray("environments");
    for (int i = 0; found != null && i < found.size(); i++) {
      JsonObject environment = found.getJsonObject(i);
      secrets += environment.getInteger("count");
      policy += environment.getLong("policy");
      environments.add(
          new EnvironmentView(
              environment.getString("name"),
              EnvironmentType.of(environment.getString("type")),
              environment.getInteger("order")));
    }
    return new VaultRow(
        row.getUUID("id"),
        row.getString("repo_full_name"),
        row.getString("forge"),
        row.getLong("forge_repo_id"),
        row.getLong("role_epoch"),
        policy,
        row.getUUID("owner_id"),
        row.getBoolean("is_private"),
        row.getOffsetDateTime("created_at").toInstant(),
        row.getOffsetDateTime("updated_at").toInstant(),
        environments,
        secrets);
  }

  private static String fold(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
