package sh.keyway.secrets.ci;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.connect.OidcClaims;
import sh.keyway.secrets.database.Sql;
import sh.keyway.secrets.identity.Hash;

/** The statements that make a pull token. */
final class CiTokenSql {
  /** The lock keeps changes of the vault's policies out until the token is there to be revoked. */
  private static final String FIND_VAULT =
      """
      select id, repo_full_name, forge_owner_id, role_epoch from vaults
      where forge = 'github' and forge_repo_id = $1 for share\
      """;

  private static final String INSERT =
      """
      insert into ci_tokens
        (id, vault_id, jti_hash, forge_owner_id, environments, guarded, run_id, actor, expires_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8, now() + interval '15 minutes')
      on conflict (jti_hash) do nothing returning expires_at\
      """;

  private CiTokenSql() {}

  /** A vault, as far as a run must fit it. */
  record Vault(UUID id, String repoFullName, @Nullable Long forgeOwnerId, long roleEpoch) {}

  static Future<Optional<Vault>> lockVault(Sql transaction, long repositoryId) {
    return transaction
        .run(FIND_VAULT, Tuple.of(repositoryId))
        .map(rows -> {
          if (rows.size() == 0) {
            return Optional.empty();
          }
          Row row = rows.iterator().next();
          return Optional.of(
              new Vault(
                  row.getUUID("id"),
                  row.getString("repo_full_name"),
                  row.getLong("forge_owner_id"),
                  row.getLong("role_epoch")));
        });
  }

  /** When the new token ends; empty if there was one for this {@code jti} before. */
  static Future<Optional<Instant>> insert(
      Sql transaction, UUID id, Vault vault, OidcClaims run, Granted granted) {
    Tuple parameters =
        Tuple.of(id, vault.id(), Hash.of(run.jti()), run.repositoryOwnerId())
            .addArrayOfString(CiPolicySql.array(granted.environments()))
            .addArrayOfString(CiPolicySql.array(granted.guarded()))
            .addLong(run.runId())
            .addString(run.actor());
    return transaction
        .run(INSERT, parameters)
        .map(rows ->
            rows.size() == 0
                ? Optional.empty()
                : Optional.of(rows.iterator().next().getOffsetDateTime(0).toInstant()));
  }
}
