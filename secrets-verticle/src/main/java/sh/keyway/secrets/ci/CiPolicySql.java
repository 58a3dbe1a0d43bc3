package sh.keyway.secrets.ci;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import sh.keyway.contracts.EnvironmentType;
import sh.keyway.contracts.secrets.CiPolicyView;
import sh.keyway.contracts.secrets.CiRules;
import sh.keyway.secrets.database.Sql;

/** The statements on policies; every one names the vault. */
final class CiPolicySql {
  private static final String SELECT =
      """
      select p.id, p.environments, p.refs, p.deployment_environments, p.workflows, p.events,
        p.created_at, p.updated_at, p.forge_owner_id is not distinct from v.forge_owner_id as active
      from ci_policies p join vaults v on v.id = p.vault_id
      where p.vault_id = $1\
      """;

  private static final String LIST = SELECT + " order by p.created_at, p.id";
  private static final String FIND = SELECT + " and p.id = $2";

  private static final String INSERT =
      """
      insert into ci_policies (vault_id, forge_owner_id, environments, refs,
        deployment_environments, workflows, events, created_by)
      select v.id, v.forge_owner_id, $2, $3, $4, $5, $6, $7 from vaults v
      where v.id = $1 and v.forge = 'github' and v.forge_owner_id is not null
      returning id\
      """;

  private static final String UPDATE =
      """
      update ci_policies set environments = $3, refs = $4, deployment_environments = $5,
        workflows = $6, events = $7, updated_at = now()
      where vault_id = $1 and id = $2\
      """;

  private static final String DELETE = "delete from ci_policies where vault_id = $1 and id = $2";

  private static final String REVOKE_TOKENS =
      """
      update ci_tokens set revoked_at = now()
      where vault_id = $1 and revoked_at is null and expires_at > now()\
      """;

  private static final String ENVIRONMENTS =
      "select name, type from environments where vault_id = $1";

  private CiPolicySql() {}

  static Future<List<CiPolicyView>> list(Sql sql, UUID vaultId) {
    return sql.run(LIST, Tuple.of(vaultId))
        .map(rows -> {
          List<CiPolicyView> found = new ArrayList<>();
          rows.forEach(row -> found.add(view(row)));
          return found;
        });
  }

  static Future<Optional<CiPolicyView>> find(Sql sql, UUID vaultId, UUID id) {
    return sql.run(FIND, Tuple.of(vaultId, id))
        .map(rows ->
            rows.size() == 0 ? Optional.empty() : Optional.of(view(rows.iterator().next())));
  }

  /**
   * The new row's id, pinned to the repository's owner; empty if the vault is not on GitHub or the
   * owner not known.
   */
  static Future<Optional<UUID>> insert(Sql transaction, UUID vaultId, CiRules rules, UUID by) {
    return transaction
        .run(INSERT, columns(Tuple.of(vaultId), rules).addUUID(by))
        .map(rows ->
            rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next().getUUID(0)));
  }

  static Future<?> update(Sql transaction, UUID vaultId, UUID id, CiRules rules) {
    return transaction.run(UPDATE, columns(Tuple.of(vaultId, id), rules));
  }

  static Future<?> delete(Sql transaction, UUID vaultId, UUID id) {
    return transaction.run(DELETE, Tuple.of(vaultId, id));
  }

  /** How many tokens were good until now. */
  static Future<Integer> revokeTokens(Sql transaction, UUID vaultId) {
    return transaction.run(REVOKE_TOKENS, Tuple.of(vaultId)).map(rows -> rows.rowCount());
  }

  /** A vault's environments and their types. */
  static Future<Map<String, EnvironmentType>> environments(Sql sql, UUID vaultId) {
    return sql.run(ENVIRONMENTS, Tuple.of(vaultId))
        .map(rows -> {
          Map<String, EnvironmentType> found = new HashMap<>();
          rows.forEach(
              row -> found.put(row.getString("name"), EnvironmentType.of(row.getString("type"))));
          return found;
        });
  }

  private static Tuple columns(Tuple before, CiRules rules) {
    return before
        .addArrayOfString(array(rules.environments()))
        .addArrayOfString(array(rules.refs()))
        .addArrayOfString(array(rules.deploymentEnvironments()))
        .addArrayOfString(array(rules.workflows()))
        .addArrayOfString(array(rules.events()));
  }

  static String[] array(List<String> texts) {
    return texts.toArray(String[]::new);
  }

  private static CiPolicyView view(Row row) {
    return new CiPolicyView(
        row.getUUID("id"),
        new CiRules(
            List.of(row.getArrayOfStrings("environments")),
            List.of(row.getArrayOfStrings("refs")),
            List.of(row.getArrayOfStrings("deployment_environments")),
            List.of(row.getArrayOfStrings("workflows")),
            List.of(row.getArrayOfStrings("events"))),
        row.getBoolean("active"),
        row.getOffsetDateTime("created_at").toInstant(),
        row.getOffsetDateTime("updated_at").toInstant());
  }
}
