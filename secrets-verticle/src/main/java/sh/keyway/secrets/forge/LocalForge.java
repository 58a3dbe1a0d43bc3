package sh.keyway.secrets.forge;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import sh.keyway.contracts.Principal;
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

  private final Sql reads;

  /** Looks roles up so. */
  public LocalForge(Sql reads) {
    this.reads = reads;
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public Future<Standing> standing(User user, Principal principal, VaultRef vault) {
    return rolesByName(user, List.of(vault.repoFullName()))
        .map(roles ->
            new Standing(Optional.ofNullable(roles.get(vault.repoFullName())), Instant.MAX));
  }

  @Override
  public Future<Map<UUID, Optional<Role>>> roles(
      User user, Principal principal, List<VaultRef> vaults) {
    return rolesByName(user, vaults.stream().map(VaultRef::repoFullName).toList())
        .map(roles -> {
          Map<UUID, Optional<Role>> found = new HashMap<>();
          for (VaultRef vault : vaults) {
            found.put(vault.id(), Optional.ofNullable(roles.get(vault.repoFullName())));
          }
          return found;
        });
  }

  /** Repositories of the local forge are private: nobody sees one without a role. */
  @Override
  public Future<Candidate> candidate(User user, Principal principal, String repoFullName) {
    return rolesByName(user, List.of(repoFullName))
        .map(roles -> {
          Optional<Role> role = Optional.ofNullable(roles.get(repoFullName));
          return Candidate.of(role, role.map(any -> new Repository(0, repoFullName, true, null)));
        });
  }

  /** Repositories of the local forge come into being by being named. */
  @Override
  public Future<Optional<Repository>> repository(String repoFullName) {
    return Future.succeededFuture(Optional.of(new Repository(0, repoFullName, true, null)));
  }

  @Override
  public Future<Boolean> gone(User user, VaultRef vault) {
    return Future.succeededFuture(false);
  }

  @Override
  public Future<Repository> register(Sql transaction, Repository repository) {
    return transaction
        .run(REGISTER, Tuple.of(repository.fullName()))
        .map(rows -> {
          Row row = rows.iterator().next();
          return new Repository(row.getLong("id"), row.getString("full_name"), true, null);
        });
  }

  private Future<Map<String, Role>> rolesByName(User user, List<String> repoFullNames) {
    Map<String, Role> roles = new HashMap<>();
    if (!user.forge().equals(TYPE)) {
      return Future.succeededFuture(roles);
    }
    if (user.owner()) {
      repoFullNames.forEach(name -> roles.put(name, Role.ADMIN));
      return Future.succeededFuture(roles);
    }
    Object folded = repoFullNames.stream().map(LocalForge::fold).toArray(String[]::new);
    return reads
        .run(FIND_ROLES, Tuple.of(user.id(), folded))
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

  private static String fold(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
