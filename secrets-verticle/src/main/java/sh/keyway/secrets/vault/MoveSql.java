package sh.keyway.secrets.vault;

import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import sh.keyway.secrets.database.Sql;
import sh.keyway.secrets.forge.Forge.Repository;

/** The statements that give a vault another repository. */
final class MoveSql {
  private static final String CHANGE_POLICY =
      """
      update environments set policy_revision = policy_revision + 1 where id in (
        select id from environments where vault_id = $1 order by id for no key update)\
      """;

  private static final String MOVE =
      """
      update vaults set forge = $2, forge_repo_id = $3, forge_owner_id = $4, repo_full_name = $5,
        is_private = $6, role_epoch = role_epoch + 1, updated_at = now()
      where id = $1\
      """;

  /** Nothing that was allowed for the old repository is allowed for the new one. */
  private static final List<String> FORGET =
      List.of(
          "delete from repository_roles where vault_id = $1",
          "delete from ci_policies where vault_id = $1",
          "update ci_tokens set revoked_at = now() where vault_id = $1 and revoked_at is null"
              + " and expires_at > now()");

  private MoveSql() {}

  /**
   * Moves, and makes every decision about the vault stale.
   *
   * @return false if there is no such vault any more; fails with the driver's unique violation if
   *     the repository or its name is another vault's
   */
  static Future<Boolean> move(Sql tx, UUID vaultId, String forge, Repository repository) {
    Tuple vault = Tuple.of(vaultId);
    return tx.run(CHANGE_POLICY, vault)
        .compose(changed ->
            tx.run(
                MOVE,
                Tuple.of(
                    vaultId,
                    forge,
                    repository.id(),
                    repository.ownerId(),
                    repository.fullName(),
                    repository.isPrivate())))
        .compose(moved -> {
          Future<?> forgotten = Future.succeededFuture();
          for (String statement : FORGET) {
            forgotten = forgotten.compose(done -> tx.run(statement, vault));
          }
          return forgotten.map(moved.rowCount() > 0);
        });
  }
}
