package sh.keyway.secrets.forge;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sh.keyway.contracts.Role;
import sh.keyway.contracts.connect.RepositoryFacts;
import sh.keyway.secrets.database.Database;
import sh.keyway.secrets.database.Faults;
import sh.keyway.secrets.database.Sql;
import sh.keyway.secrets.forge.Forge.Repository;
import sh.keyway.secrets.forge.Forge.VaultRef;

/** GitHub's answers, as rows (architecture rule 5). */
final class RoleStore {
  private static final Logger LOG = LoggerFactory.getLogger(RoleStore.class);

  private static final String VAULT =
      "v.id, v.forge, v.forge_repo_id, v.repo_full_name, v.role_epoch, v.is_private,"
          + " v.forge_owner_id";

  private static final String FIND =
      """
      select %s, r.role, r.checked_at from vaults v
      left join repository_roles r on r.vault_id = v.id and r.user_id = $1
      where v.id = any($2)\
      """
          .formatted(VAULT);

  private static final String FIND_BY_REPOSITORY =
      """
      select %s, null as role, null::timestamptz as checked_at from vaults v
      where v.forge = 'github' and v.forge_repo_id = $1\
      """
          .formatted(VAULT);

  /**
   * The lock makes a revocation that is about to commit come first. A row from a clock that was
   * wrong does not keep out what is asked for later.
   */
  private static final String PUT =
      """
      with vault as (select id from vaults where id = $2 and role_epoch = $3 for share)
      insert into repository_roles as r (user_id, vault_id, role, checked_at)
      select $1::uuid, id, $4::text, $5::timestamptz from vault
      on conflict (vault_id, user_id) do update
        set role = excluded.role, checked_at = excluded.checked_at
        where (r.checked_at is null or r.checked_at <= excluded.checked_at
          or r.checked_at > excluded.checked_at + interval '60 seconds')\
      """;

  private static final String PUT_UNCHANGED =
      PUT + " and r.role is not distinct from excluded.role";

  private final Database database;

  RoleStore(Database database) {
    this.database = database;
  }

  /** What is on record about the user and the vault; empty if there is no such vault. */
  Future<Optional<RoleRow>> find(UUID userId, UUID vaultId) {
    return find(userId, List.of(vaultId)).map(rows -> rows.stream().findFirst());
  }

  /** What is on record about the user and those of the vaults that exist. */
  Future<List<RoleRow>> find(UUID userId, List<UUID> vaultIds) {
    return database
        .reads()
        .run(FIND, Tuple.of(userId, (Object) vaultIds.toArray(UUID[]::new)))
        .map(rows -> {
          List<RoleRow> found = new ArrayList<>();
          rows.forEach(row -> found.add(roleRow(row)));
          return found;
        });
  }

  /** The vault of a repository, with nothing about any user. */
  Future<Optional<RoleRow>> findByRepository(long repositoryId) {
    return database
        .reads()
        .run(FIND_BY_REPOSITORY, Tuple.of(repositoryId))
        .map(rows ->
            rows.size() == 0 ? Optional.empty() : Optional.of(roleRow(rows.iterator().next())));
  }

  /**
   * Keeps an answer. One that differs from what was on record raises the policy revision, so that
   * decisions remembered anywhere die with it.
   *
   * @param vault as it was before GitHub was asked
   * @param role null for an explicit no
   * @param asked when GitHub was asked
   * @return false if the answer is outdated: a revocation came between, or somebody who asked later
   *     has put theirs
   */
  Future<Boolean> put(UUID userId, VaultRef vault, @Nullable Role role, Instant asked) {
    Tuple answer =
        Tuple.of(
            userId,
            vault.id(),
            vault.roleEpoch(),
            role == null ? null : role.wire(),
            asked.atOffset(ZoneOffset.UTC));
    return database
        .change()
        .run(PUT_UNCHANGED, answer)
        .compose(put ->
            put.rowCount() > 0 ? Future.succeededFuture(true) : putChanged(vault.id(), answer));
  }

  private Future<Boolean> putChanged(UUID vaultId, Tuple answer) {
    return database
        .transaction(tx ->
            tx.run(HealSql.CHANGE_POLICY, Tuple.of(vaultId))
                .compose(changed -> tx.run(PUT, answer))
                .compose(put ->
                    put.rowCount() > 0
                        ? Future.succeededFuture(true)
                        : Future.<Boolean>failedFuture(new NotPutException())))
        .recover(failure ->
            failure instanceof NotPutException
                ? Future.succeededFuture(false)
                : Future.failedFuture(failure));
  }

  /** Rolls the transaction back. */
  private static final class NotPutException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotPutException() {
      super("the answer is outdated", null, false, false);
    }
  }

  /**
   * Notes what the vault's repository is called and whether everyone sees it, if that is news and
   * the vault is as it was before GitHub was asked. A name that another vault bears stays there
   * until that one is healed.
   *
   * @param known the vault as it was before GitHub was asked
   */
  Future<Void> heal(RoleRow known, RepositoryFacts facts) {
    Repository now = repository(facts);
    if (now.equals(known.repository())) {
      return Future.succeededFuture();
    }
    VaultRef vault = known.vault();
    return database
        .transaction(tx ->
            HealSql.heal(tx, vault.id(), vault.roleEpoch(), now)
                .compose(healed ->
                    healed
                        ? Future.<Void>succeededFuture()
                        : Future.<Void>failedFuture(new NotPutException())))
        .recover(failure -> {
          if (Faults.isUniqueViolation(failure)) {
            LOG.info("another vault has just taken the name {}", now.fullName());
            return Future.succeededFuture();
          }
          return failure instanceof NotPutException
              ? Future.succeededFuture()
              : Future.failedFuture(failure);
        });
  }

  /** GitHub refuses the token: it identifies nobody until GitHub says anew whose it is. */
  static Future<?> endToken(Sql sql, UUID tokenId) {
    return sql.run("delete from github_tokens where id = $1", Tuple.of(tokenId));
  }

  static Repository repository(RepositoryFacts facts) {
    return new Repository(facts.id(), facts.fullName(), facts.isPrivate(), facts.ownerId());
  }

  static String fold(String repoFullName) {
    return repoFullName.toLowerCase(Locale.ROOT);
  }

  private static RoleRow roleRow(Row row) {
    String name = row.getString("repo_full_name");
    long repositoryId = row.getLong("forge_repo_id");
    String role = row.getString("role");
    OffsetDateTime checkedAt = row.getOffsetDateTime("checked_at");
    return new RoleRow(
        new VaultRef(
            row.getUUID("id"),
            row.getString("forge"),
            repositoryId,
            name,
            row.getLong("role_epoch")),
        new Repository(
            repositoryId, name, row.getBoolean("is_private"), row.getLong("forge_owner_id")),
        role == null ? null : Role.of(role),
        checkedAt == null ? null : checkedAt.toInstant());
  }
}
