package sh.keyway.secrets.vault;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import sh.keyway.contracts.Principal;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.ProblemException;
import sh.keyway.secrets.database.Database;
import sh.keyway.secrets.database.Sql;
import sh.keyway.secrets.forge.Forge.VaultRef;
import sh.keyway.secrets.identity.CredentialKind;
import sh.keyway.secrets.identity.Credentials;

/**
 * Changes of what a vault allows, by its administrators, one at a time for each vault. Each raises
 * the policy revision of all its environments, so that it holds on every node when it commits, and
 * proves in the same transaction that the administrator still is one; else the decision is made
 * afresh, a bounded number of times.
 */
public final class VaultChanges {
  /** How often a change is tried whose decision was stale. */
  static final int TRIES = 8;

  private static final Problem STALE =
      Problem.unavailable("The vault's settings are changing, please try again");

  /** In the order in which pushes lock: environments, by id, then the vault. */
  private static final String RAISE_POLICY =
      """
      with chosen as (
        select id from environments where vault_id = $1 order by id for no key update
      )
      update environments e set policy_revision = e.policy_revision + 1
      from chosen where e.id = chosen.id returning e.policy_revision\
      """;

  private static final Map<CredentialKind, String> LOCK_VAULT =
      CredentialKind.statements(kind ->
          """
          select v.role_epoch from vaults v
          where v.id = $3 and exists (select from users u where %s) for no key update of v
          """
              .formatted(kind.holds("u.id", "$1", "$2")));

  private final Database database;
  private final VaultRoles roles;

  /** Lets those through whom the roles make administrators. */
  public VaultChanges(Database database, VaultRoles roles) {
    this.database = database;
    this.roles = roles;
  }

  /**
   * Makes a change.
   *
   * @param work the change with its audit row; runs again if the decision was stale
   * @return what the work returned, once committed; fails like {@link VaultRoles#admin}, and like
   *     {@link Database#transaction}
   */
  public <T> Future<T> change(Attempt attempt, BiFunction<Sql, HeldRole, Future<T>> work) {
    return change(attempt, work, TRIES);
  }

  private <T> Future<T> change(
      Attempt attempt, BiFunction<Sql, HeldRole, Future<T>> work, int tries) {
    return roles
        .admin(attempt)
        .compose(held ->
            database.transaction(tx ->
                prove(tx, attempt.caller().principal(), held.vault(), held.policy())
                    .compose(proven -> work.apply(tx, held))))
        .recover(failure ->
            isStale(failure) && tries > 1
                ? change(attempt, work, tries - 1)
                : Future.failedFuture(failure));
  }

  static boolean isStale(Throwable failure) {
    return failure instanceof ProblemException known && known.problem().equals(STALE);
  }

  /**
   * Raises the policy revision, and proves that the credential holds, and that since it was decided
   * what its owner may do nothing has happened that could have changed it.
   *
   * @param vault as it was when that was decided
   * @param policy sum of the policy revisions, likewise
   * @return fails with what {@link #isStale} tells
   */
  static Future<Void> prove(Sql tx, Principal principal, VaultRef vault, long policy) {
    UUID vaultId = vault.id();
    return tx.run(RAISE_POLICY, Tuple.of(vaultId))
        .compose(rows -> {
          long before = -rows.rowCount();
          for (Row row : rows) {
            before += row.getLong(0);
          }
          return before == policy
              ? tx.run(
                  Credentials.statement(LOCK_VAULT, principal),
                  Tuple.of(Credentials.userId(principal), Credentials.id(principal), vaultId))
              : Future.failedFuture(STALE.exception());
        })
        .compose(rows ->
            rows.size() == 1 && rows.iterator().next().getLong(0) == vault.roleEpoch()
                ? Future.succeededFuture()
                : Future.failedFuture(STALE.exception()));
  }
}
