package sh.keyway.secrets.forge;

import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import sh.keyway.secrets.database.Sql;
import sh.keyway.secrets.forge.Forge.Repository;

/**
 * Writes down what a vault's repository is called now, who owns it and who sees it, when GitHub
 * says so unasked. Decisions that were made under the old name die with it. To be used inside a
 * transaction, which must not be committed if nothing was changed. Rows are locked in the order
 * environments, vaults.
 */
public final class HealSql {
  /** Every decision about the vault is made afresh. */
  static final String CHANGE_POLICY =
      """
      update environments set policy_revision = policy_revision + 1 where id in (
        select id from environments where vault_id = $1 order by id for no key update)\
      """;

  private static final String HEAL =
      """
      update vaults v set repo_full_name = $3, is_private = coalesce($4::boolean, v.is_private),
        forge_owner_id = coalesce($5::bigint, v.forge_owner_id)
      where v.id = $1 and v.role_epoch = $2 and not exists (
        select from vaults o where lower(o.repo_full_name) = lower($3) and o.id <> v.id)\
      """;

  private HealSql() {}

  /**
   * All that is known of the repository.
   *
   * @param epoch the vault's role epoch before GitHub spoke
   * @return false if a word of GitHub's came between, or another vault bears the name; fails with
   *     the driver's unique violation if another one is just taking it
   */
  static Future<Boolean> heal(Sql tx, UUID vaultId, long epoch, Repository now) {
    return heal(tx, vaultId, epoch, now.fullName(), now.isPrivate(), now.ownerId());
  }

  /** Its name only; see {@link #heal}. */
  public static Future<Boolean> rename(Sql tx, UUID vaultId, long epoch, String fullName) {
    return heal(tx, vaultId, epoch, fullName, null, null);
  }

  private static Future<Boolean> heal(
      Sql tx,
      UUID vaultId,
      long epoch,
      String fullName,
      @Nullable Boolean isPrivate,
      @Nullable Long ownerId) {
    return tx.run(CHANGE_POLICY, Tuple.of(vaultId))
        .compose(changed -> tx.run(HEAL, Tuple.of(vaultId, epoch, fullName, isPrivate, ownerId)))
        .map(healed -> healed.rowCount() > 0);
  }
}
