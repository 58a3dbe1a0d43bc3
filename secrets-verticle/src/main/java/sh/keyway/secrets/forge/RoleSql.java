package sh.keyway.secrets.forge;

import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import sh.keyway.secrets.database.Sql;

/**
 * What takes roles on GitHub's repositories away, or makes them doubtful. Each raises the policy
 * revision of the environments concerned, so that no remembered decision passes its proof, and the
 * vaults' role epoch, so that no answer asked for before is kept. To be used inside a transaction;
 * a revocation holds the moment that commits. Rows are locked in the order environments, vaults,
 * roles, which is a push's order too.
 */
public final class RoleSql {
  private static final String CHANGE_POLICY =
      """
      update environments set policy_revision = policy_revision + 1 where id in (
        select e.id from environments e join vaults v on v.id = e.vault_id
        where v.forge = 'github' and v.COLUMN = $1 order by e.id for no key update of e)\
      """;

  private static final String NEXT_EPOCH =
      """
      update vaults set role_epoch = role_epoch + 1 where id in (
        select v.id from vaults v where v.forge = 'github' and v.COLUMN = $1 order by v.id for no key update)\
      """;

  private static final String SAY_NO =
      """
      insert into repository_roles (user_id, vault_id, role, checked_at)
      select u.id, v.id, null, $3::timestamptz from users u, vaults v
      where u.forge = 'github' and u.forge_user_id = $2 and v.forge = 'github' and v.COLUMN = $1
      order by v.id
      on conflict (vault_id, user_id) do update set role = null, checked_at = excluded.checked_at\
      """;

  private static final String DOUBT_USER =
      """
      update repository_roles r set checked_at = null from users u, vaults v
      where u.id = r.user_id and u.forge = 'github' and u.forge_user_id = $2
        and v.id = r.vault_id and v.forge = 'github' and v.COLUMN = $1\
      """;

  private static final String DOUBT_ALL =
      """
      update repository_roles r set checked_at = null from vaults v
      where v.id = r.vault_id and v.forge = 'github' and v.COLUMN = $1\
      """;

  private RoleSql() {}

  /** Which vaults are meant. */
  public static final class Where {
    private final String column;
    private final long id;

    private Where(String column, long id) {
      this.column = column;
      this.id = id;
    }

    /** The vault of the repository with this number, if there is one. */
    public static Where repository(long repositoryId) {
      return new Where("forge_repo_id", repositoryId);
    }

    private String in(String statement) {
      return statement.replace("COLUMN", column);
    }

    /** All vaults whose repositories belong to the account with this number. */
    public static Where account(long accountId) {
      return new Where("forge_owner_id", accountId);
    }
  }

  /**
   * GitHub says that this user has no role there any more.
   *
   * @param forgeUserId number of the account, known here or not
   * @return how many vaults are concerned
   */
  public static Future<Integer> revoke(Sql tx, Where where, long forgeUserId, Instant now) {
    return changed(tx, where)
        .compose(vaults ->
            tx.run(where.in(SAY_NO), Tuple.of(where.id, forgeUserId, now.atOffset(ZoneOffset.UTC)))
                .map(vaults));
  }

  /**
   * Something happened to this user's role there: GitHub is asked before it counts again.
   *
   * @param forgeUserId number of the account, known here or not
   * @return how many vaults are concerned
   */
  public static Future<Integer> doubt(Sql tx, Where where, long forgeUserId) {
    return changed(tx, where)
        .compose(
            vaults -> tx.run(where.in(DOUBT_USER), Tuple.of(where.id, forgeUserId)).map(vaults));
  }

  /**
   * Something happened to everybody's role there: GitHub is asked before any of them counts again.
   *
   * @return how many vaults are concerned
   */
  public static Future<Integer> doubt(Sql tx, Where where) {
    return changed(tx, where)
        .compose(vaults -> tx.run(where.in(DOUBT_ALL), Tuple.of(where.id)).map(vaults));
  }

  private static Future<Integer> changed(Sql tx, Where where) {
    Tuple which = Tuple.of(where.id);
    return tx.run(where.in(CHANGE_POLICY), which)
        .compose(done -> tx.run(where.in(NEXT_EPOCH), which))
        .map(vaults -> vaults.rowCount());
  }
}
