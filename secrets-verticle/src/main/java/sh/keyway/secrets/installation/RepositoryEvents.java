package sh.keyway.secrets.installation;

import io.vertx.sqlclient.Tuple;
import sh.keyway.secrets.forge.RoleSql.Where;

/**
 * A repository or its owner is not what it was. The numeric ids say which vaults are meant; names
 * only follow. Roles come first: they lock environments before vaults, as everybody does.
 */
final class RepositoryEvents {
  private static final String CHANGE =
      """
      update vaults v set is_private = $3, forge_owner_id = $4,
        repo_full_name = case
          when exists (select from vaults o
            where lower(o.repo_full_name) = lower($2) and o.id <> v.id) then v.repo_full_name
          else $2 end
      where v.forge = 'github' and v.forge_repo_id = $1\
      """;

  private static final String RENAME_OWNER =
      """
      update vaults v set repo_full_name = $2 || substr(v.repo_full_name, strpos(v.repo_full_name, '/'))
      where v.forge = 'github' and v.forge_owner_id = $1
        and not exists (select from vaults o where o.id <> v.id and lower(o.repo_full_name)
          = lower($2 || substr(v.repo_full_name, strpos(v.repo_full_name, '/'))))\
      """;

  private static final String RENAME_ACCOUNT =
      "update installations set account_login = $2, updated_at = now() where account_id = $1";

  private RepositoryEvents() {}

  /** Renamed, given away, made public or private. */
  static Effect changed(Delivery delivery) {
    Payload payload = delivery.payload();
    Repository repository =
        new Repository(payload.id("/repository/id"), payload.text("/repository/full_name"));
    boolean isPrivate = payload.flag("/repository/private");
    long owner = payload.id("/repository/owner/id");
    Effect change =
        tx ->
            tx.run(CHANGE, Tuple.of(repository.id(), repository.fullName(), isPrivate, owner))
                .compose(done -> InstallationSql.renameRepository(tx, repository));
    return RoleEffects.askAgain(Where.repository(repository.id())).and(change);
  }

  /** Its vault stays until somebody deletes it, but nobody has a role in it any more. */
  static Effect deleted(Delivery delivery) {
    return RoleEffects.askAgain(Where.repository(delivery.payload().id("/repository/id")));
  }

  static Effect ownerRenamed(Delivery delivery) {
    long account = delivery.payload().id("/organization/id");
    String login = delivery.payload().text("/organization/login");
    Effect rename =
        tx ->
            tx.run(RENAME_OWNER, Tuple.of(account, login))
                .compose(done -> tx.run(RENAME_ACCOUNT, Tuple.of(account, login)));
    return RoleEffects.askAgain(Where.account(account)).and(rename);
  }
}
