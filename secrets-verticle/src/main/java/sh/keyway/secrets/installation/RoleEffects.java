package sh.keyway.secrets.installation;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import sh.keyway.secrets.audit.Action;
import sh.keyway.secrets.audit.Activity;
import sh.keyway.secrets.audit.AuditSql;
import sh.keyway.secrets.audit.Metadata;
import sh.keyway.secrets.forge.RoleSql;
import sh.keyway.secrets.forge.RoleSql.Where;

/** What webhooks do to roles: take one away, or have GitHub asked before anything counts again. */
final class RoleEffects {
  private static final String HOLDS =
      """
      select v.id, v.repo_full_name from repository_roles r
      join vaults v on v.id = r.vault_id join users u on u.id = r.user_id
      where v.forge = 'github' and v.%s = $1 and u.forge = 'github' and u.forge_user_id = $2
        and r.role is not null
      order by v.id\
      """;

  private static final String IN_REPOSITORY = HOLDS.formatted("forge_repo_id");
  private static final String IN_ACCOUNT = HOLDS.formatted("forge_owner_id");

  private RoleEffects() {}

  /** Everybody's role there must be asked for again. */
  static Effect askAgain(Where where) {
    return tx -> RoleSql.doubt(tx, where);
  }

  /** This GitHub user's role there must be asked for again. */
  static Effect askAgain(Where where, long user) {
    return tx -> RoleSql.doubt(tx, where, user);
  }

  /** The member has no role on the repository any more. */
  static Effect revokeInRepository(Delivery delivery, long repository, Member member) {
    return recorded(delivery, IN_REPOSITORY, repository, member)
        .and(tx -> RoleSql.revoke(tx, Where.repository(repository), member.id(), Instant.now()));
  }

  /** The member has no role on any of the account's repositories any more. */
  static Effect revokeInAccount(Delivery delivery, long account, Member member) {
    return recorded(delivery, IN_ACCOUNT, account, member)
        .and(tx -> RoleSql.revoke(tx, Where.account(account), member.id(), Instant.now()));
  }

  private static Effect recorded(Delivery delivery, String holds, long place, Member member) {
    return tx ->
        tx.run(holds, Tuple.of(place, member.id()))
            .compose(vaults -> {
              List<Activity> rows = new ArrayList<>();
              vaults.forEach(vault -> rows.add(activity(delivery, vault, member)));
              return AuditSql.insert(tx, rows);
            });
  }

  private static Activity activity(Delivery delivery, Row vault, Member member) {
    Metadata metadata =
        Metadata.empty()
            .with("event", delivery.event())
            .with("delivery", delivery.id())
            .with("repoFullName", vault.getString("repo_full_name"))
            .with("login", member.login());
    return Activity.told(Action.PERMISSION_CHANGED, delivery.client(), null, metadata)
        .in(vault.getUUID("id"));
  }
}
