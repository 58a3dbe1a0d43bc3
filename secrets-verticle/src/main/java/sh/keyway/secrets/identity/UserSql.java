package sh.keyway.secrets.identity;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.Role;
import sh.keyway.contracts.secrets.RoleList;
import sh.keyway.contracts.secrets.UsageView;
import sh.keyway.contracts.secrets.UserPage;
import sh.keyway.contracts.secrets.UserView;
import sh.keyway.secrets.database.Sql;

/** The statements on users and their roles on the local forge. */
final class UserSql {
  private static final String COLUMNS =
      "u.id, u.forge, u.forge_user_id, u.username, u.email, u.avatar_url, u.plan, u.is_owner,"
          + " u.created_at";

  private static final String GET = "select " + COLUMNS + " from users u where u.id = $1";

  private static final String USAGE =
      """
      select u.plan,
        (select count(*) from vaults v where v.owner_id = u.id and not v.is_private) as public,
        (select count(*) from vaults v where v.owner_id = u.id and v.is_private) as private
      from users u where u.id = $1\
      """;

  private static final String PAGE =
      """
      select t.total, page.* from (select count(*) as total from users) t
      left join lateral (select %s from users u order by lower(u.username), u.id
        limit $1 offset $2) page on true
      """
          .formatted(COLUMNS);

  private static final String FIND_LOCAL =
      "select %s from users u where u.forge = 'local' and lower(u.username) = $1"
          .formatted(User.COLUMNS);

  private static final String INSERT_LOCAL =
      """
      insert into users as u (forge, forge_user_id, username, email, is_owner)
      values ('local', nextval('local_forge_ids'), $1, $2, $3) on conflict do nothing
      returning %s
      """
          .formatted(COLUMNS);

  private static final String DELETE = "delete from users where id = $1";

  private static final String SET_ROLE =
      """
      with repository as (
        insert into local_repositories (full_name) values ($2)
        on conflict (lower(full_name)) do update set full_name = local_repositories.full_name
        returning id
      )
      insert into local_roles (repository_id, user_id, role)
      select id, $1, $3 from repository
      on conflict (repository_id, user_id) do update
        set role = excluded.role, updated_at = now()\
      """;

  private static final String REMOVE_ROLE =
      """
      delete from local_roles r using local_repositories p
      where r.user_id = $1 and p.id = r.repository_id and lower(p.full_name) = $2\
      """;

  private static final String CHANGE_POLICY =
      """
      update environments set policy_revision = policy_revision + 1 where id in (
        select e.id from environments e join vaults v on v.id = e.vault_id
        where v.forge = 'local' and lower(v.repo_full_name) = $1
        order by e.id for no key update of e)\
      """;

  private static final String LIST_ROLES =
      """
      select p.full_name, r.role from local_roles r
      join local_repositories p on p.id = r.repository_id
      where r.user_id = $1 order by lower(p.full_name) limit 10000\
      """;

  private UserSql() {}

  static Future<UserView> get(Sql sql, UUID id) {
    return sql.run(GET, Tuple.of(id)).map(rows -> view(rows.iterator().next()));
  }

  static Future<UsageView> usage(Sql sql, UUID id) {
    return sql.run(USAGE, Tuple.of(id))
        .map(rows -> {
          Row row = rows.iterator().next();
          return new UsageView(
              row.getString("plan"), row.getInteger("public"), row.getInteger("private"));
        });
  }

  static Future<UserPage> page(Sql sql, int limit, int offset) {
    return sql.run(PAGE, Tuple.of(limit, offset))
        .map(rows -> {
          List<UserView> users = new ArrayList<>();
          int total = 0;
          for (Row row : rows) {
            total = row.getInteger("total");
            if (row.getUUID("id") != null) {
              users.add(view(row));
            }
          }
          return new UserPage(users, total);
        });
  }

  /** The local user of that name, without case; NOT_FOUND if there is none. */
  static Future<User> findLocal(Sql sql, String username) {
    return sql.run(FIND_LOCAL, Tuple.of(username.toLowerCase(Locale.ROOT)))
        .compose(rows -> {
          if (rows.size() == 0) {
            return Future.failedFuture(
                Problem.of(Kind.NOT_FOUND, "User '%s' not found".formatted(username)).exception());
          }
          return Future.succeededFuture(User.of(rows.iterator().next()));
        });
  }

  /** The new user; CONFLICT if the name is taken, or if there is an owner and this is to be one. */
  static Future<UserView> insertLocal(
      Sql transaction, String username, @Nullable String email, boolean owner) {
    return transaction
        .run(INSERT_LOCAL, Tuple.of(username, email, owner))
        .compose(rows ->
            rows.size() == 0
                ? Future.failedFuture(
                    Problem.of(Kind.CONFLICT, "User '%s' already exists".formatted(username))
                        .exception())
                : Future.succeededFuture(view(rows.iterator().next())));
  }

  static Future<?> delete(Sql transaction, UUID id) {
    return transaction.run(DELETE, Tuple.of(id));
  }

  /** Sets or takes away a role and makes every decision about the vault stale. */
  static Future<?> setRole(Sql transaction, UUID userId, String repoFullName, @Nullable Role role) {
    String folded = repoFullName.toLowerCase(Locale.ROOT);
    Future<?> changed =
        role == null
            ? transaction.run(REMOVE_ROLE, Tuple.of(userId, folded))
            : transaction.run(SET_ROLE, Tuple.of(userId, repoFullName, role.wire()));
    return changed.compose(done -> transaction.run(CHANGE_POLICY, Tuple.of(folded)));
  }

  static Future<RoleList> roles(Sql sql, UUID userId) {
    return sql.run(LIST_ROLES, Tuple.of(userId))
        .map(rows -> {
          List<RoleList.Entry> roles = new ArrayList<>();
          rows.forEach(row ->
              roles.add(
                  new RoleList.Entry(row.getString("full_name"), Role.of(row.getString("role")))));
          return new RoleList(roles);
        });
  }

  private static UserView view(Row row) {
    return new UserView(
        row.getUUID("id"),
        row.getString("forge"),
        String.valueOf(row.getLong("forge_user_id")),
        row.getString("username"),
        row.getString("email"),
        row.getString("avatar_url"),
        row.getString("plan"),
        row.getBoolean("is_owner"),
        row.getOffsetDateTime("created_at").toInstant());
  }
}
