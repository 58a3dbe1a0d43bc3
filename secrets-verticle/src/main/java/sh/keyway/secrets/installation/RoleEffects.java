package sh.keyway.secrets.installation;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import sh.keyway.secrets.audit.Action;
import sh.keyway.secrets.audit.Activity;
import sh.keyway.secrets.audit.AuditSql;
import sh.keyway.secrets.audit.Metadata;
import sh.keyway.secrets.database.Sql;

/**
 * What webhooks do to roles: take one away, or have GitHub asked before anything is believed again.
 * Either grows the vault's role_epoch, so that an answer asked for before is not kept, and the
 * policy_revision of its environments, so that it holds on every node at the commit (architecture
 * rule 4).
 */
final class RoleEffects {
  private static final String REPOSITORY = "forge_repo_id";
  private static final String ACCOUNT = "forge_owner_id";

  /** Locked in one order, so that webhooks that come together do not wait for each other. */
  private static final String TOUCHED =
      """
      with touched as (
        select id, repo_full_name from vaults where forge = 'github' and %s = $1
        order by id for update
      ), epochs as (
        update vaults set role_epoch = role_epoch + 1 from touched where vaults.id = touched.id
      ), policies as (
        update environments set policy_revision = policy_revision + 1 from touched
        where vault_id = touched.id
      )\
      """;

  private static final String ASK_ALL =
      TOUCHED
          + """
          update repository_roles set checked_at = null from touched where vault_id = touched.id\
          """;

  private static final String ASK_ONE =
      TOUCHED
          + """
          update repository_roles set checked_at = null from touched, users
          where vault_id = touched.id and user_id = users.id
            and users.forge = 'github' and users.forge_user_id = $2\
          """;

  private static final String TAKE_AWAY =
      TOUCHED
          + """
          , told as (
            insert into repository_roles (user_id, vault_id, role, checked_at)
            select users.id, touched.id, null, now() from touched, users
            where users.forge = 'github' and users.forge_user_id = $2
            on conflict (vault_id, user_id) do update set role = null, checked_at = now()
            returning vault_id
          )
          select touched.id, touched.repo_full_name from touched join told on vault_id = touched.id\
          """;

  private RoleEffects() {}

  /** Who did what in a repository, or in an account. */
  private record Place(String column, long id) {
    String fill(String statement) {
      return statement.formatted(column);
    }
  }

  /** Everybody's role on the repository must be asked for again. */
  static Effect askAgainInRepository(long repository) {
    return askAgain(new Place(REPOSITORY, repository));
  }

  /** Everybody's role on the account's repositories must be asked for again. */
  static Effect askAgainInAccount(long account) {
    return askAgain(new Place(ACCOUNT, account));
  }

  /** This GitHub user's role on the repository must be asked for again. */
  static Effect askAgainInRepository(long repository, long user) {
    return askAgain(new Place(REPOSITORY, repository), user);
  }

  /** This GitHub user's role on the account's repositories must be asked for again. */
  static Effect askAgainInAccount(long account, long user) {
    return askAgain(new Place(ACCOUNT, account), user);
  }

  /** This GitHub user has no role on the repository. */
  static Effect takeAwayInRepository(Delivery delivery, long repository, Member member) {
    return takeAway(delivery, new Place(REPOSITORY, repository), member);
  }

  /** This GitHub user has no role on any of the account's repositories. */
  static Effect takeAwayInAccount(Delivery delivery, long account, Member member) {
    return takeAway(delivery, new Place(ACCOUNT, account), member);
  }

  private static Effect askAgain(Place place) {
    return tx -> tx.run(place.fill(ASK_ALL), Tuple.of(place.id()));
  }

  private static Effect askAgain(Place place, long user) {
    return tx -> tx.run(place.fill(ASK_ONE), Tuple.of(place.id(), user));
  }

  private static Effect takeAway(Delivery delivery, Place place, Member member) {
    return tx ->
        tx.run(place.fill(TAKE_AWAY), Tuple.of(place.id(), member.id()))
            .compose(vaults -> recorded(tx, delivery, member, vaults));
  }

  private static Future<?> recorded(
      Sql transaction, Delivery delivery, Member member, RowSet<Row> vaults) {
    Future<?> recorded = Future.succeededFuture();
    for (Row vault : vaults) {
      Metadata metadata =
          Metadata.empty()
              .with("event", delivery.event())
              .with("delivery", delivery.id())
              .with("repoFullName", vault.getString("repo_full_name"))
              .with("login", member.login());
      Activity row =
          Activity.told(Action.PERMISSION_CHANGED, delivery.client(), null, metadata)
              .in(vault.getUUID("id"));
      recorded = recorded.compose(done -> AuditSql.insert(transaction, row));
    }
    return recorded;
  }
}
