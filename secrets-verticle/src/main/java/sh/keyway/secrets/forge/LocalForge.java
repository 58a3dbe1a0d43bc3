package sh.keyway.secrets.forge;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import sh.keyway.contracts.Role;
import sh.keyway.secrets.database.Sql;
import sh.keyway.secrets.identity.User;

/**
 * The forge of an installation without GitHub: repositories and roles are rows of our own. The
 * installation's owner is admin of every repository; nobody else is anything unless told so.
 */
public final class LocalForge implements Forge {
  /** Its type, as vaults and users name it. */
  public static final String TYPE = "local";

  private static final String FIND_ROLES =
      """
      select lower(p.full_name) as name, r.role
      from local_roles r join local_repositories p on p.id = r.repository_id
      where r.user_id = $1 and lower(p.full_name) = any($2)\
      """;

  private static final String REGISTER =
      """
      insert into local_repositories (full_name) values ($1)
      on conflict (lower(full_name)) do update set full_name = local_repositories.full_name
      returning id, full_name\
      """;

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public Future<Optional<Role>> role(Sql sql, User user, String repoFullName) {
    return roles(sql, user, List.of(repoFullName))
        .map(roles -> Optional.ofNullable(roles.get(repoFullName)));
  }

  @Override
  public Future<Map<String, Role>> roles(Sql sql, User user, List<String> repoFullNames) {
    Map<String, Role> roles = new HashMap<>();
    if (user.owner()) {
      repoFullNames.forEach(name -> roles.put(name, Role.ADMIN));
      return Future.succeededFuture(roles);
    }
    Object folded = repoFullNames.stream().map(LocalForge::fold).toArray(String[]::new);
    return sql.run(FIND_ROLES, Tuple.of(user.id(), folded))
        .map(rows -> {
          Map<String, Role> found = new HashMap<>();
          rows.forEach(row -> found.put(row.getString("name"), Role.of(row.getString("role"))));
          for (String name : repoFullNames) {
            Role role = found.get(fold(name));
            if (role != null) {
              roles.put(name, role);
            }
          }
          return roles;
        });
  }

  /** Repositories of the local forge are private: nobody sees one without a role. */
  @Override
  public Future<Repository> repository(Sql sql, String repoFullName) {
    return sql.run(REGISTER, Tuple.of(repoFullName))
        .map(rows -> {
          Row row = rows.iterator().next();
          return new Repository(row.getLong("id"), row.getString("full_name"), true);
        });
  }

  private static String fold(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
