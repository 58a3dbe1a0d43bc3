package sh.keyway.secrets.permission;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.EnvironmentType;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.Role;
import sh.keyway.contracts.secrets.Done;
import sh.keyway.contracts.secrets.MinimumsReset;
import sh.keyway.contracts.secrets.PermissionsView;
import sh.keyway.contracts.secrets.PermissionsView.Minimum;
import sh.keyway.contracts.secrets.ResetMinimums;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.contracts.secrets.SetMinimums;
import sh.keyway.contracts.secrets.ShowPermissions;
import sh.keyway.secrets.audit.Action;
import sh.keyway.secrets.audit.Activity;
import sh.keyway.secrets.audit.AuditSql;
import sh.keyway.secrets.database.Sql;
import sh.keyway.secrets.environment.EnvironmentTypes;
import sh.keyway.secrets.serving.Desk;
import sh.keyway.secrets.serving.Service;
import sh.keyway.secrets.vault.Attempt;
import sh.keyway.secrets.vault.VaultChanges;
import sh.keyway.secrets.vault.VaultRoles;

/** The least roles a vault asks for, environment by environment (http-vaults §9.1 to §9.3). */
public final class Minimums implements Service {
  private static final String ADMINS_ONLY = "Only repository admins can perform this action";

  private static final String LIST =
      """
      select m.id, m.environment, e.type, m.permission, m.minimum_role, m.created_at, m.updated_at
      from permission_minimums m
      left join environments e on e.vault_id = m.vault_id and e.name = m.environment
      where m.vault_id = $1 order by m.environment, m.permission\
      """;

  private static final String TYPE =
      "select type from environments where vault_id = $1 and name = $2";

  private static final String SET =
      """
      insert into permission_minimums (vault_id, environment, permission, minimum_role)
      values ($1, $2, 'read', $3), ($1, $2, 'write', $4)
      on conflict (vault_id, environment, permission) do update
        set minimum_role = excluded.minimum_role, updated_at = now()\
      """;

  private static final String RESET =
      "delete from permission_minimums where vault_id = $1 and environment = $2";

  private final Sql reads;
  private final VaultRoles roles;
  private final VaultChanges changes;

  /** Changes them so. */
  public Minimums(Sql reads, VaultRoles roles, VaultChanges changes) {
    this.reads = reads;
    this.roles = roles;
    this.changes = changes;
  }

  @Override
  public void serveAt(Desk desk) {
    desk.on(SecretsRoom.SHOW_PERMISSIONS, ShowPermissions::caller, this::show)
        .on(SecretsRoom.SET_MINIMUMS, SetMinimums::caller, this::set)
        .on(SecretsRoom.RESET_MINIMUMS, ResetMinimums::caller, this::reset);
  }

  /** All of a vault. */
  public Future<PermissionsView> show(ShowPermissions request) {
    return roles
        .find(request.caller(), request.repoFullName())
        .compose(held ->
            reads
                .run(LIST, Tuple.of(held.vault().id()))
                .map(rows -> {
                  List<Minimum> custom = new ArrayList<>();
                  rows.forEach(row -> custom.add(minimum(row)));
                  return new PermissionsView(
                      held.vault().id(),
                      held.vault().repoFullName(),
                      custom,
                      PermissionMatrix.defaults());
                }));
  }

  private static Minimum minimum(Row row) {
    String environment = row.getString("environment");
    return new Minimum(
        row.getUUID("id"),
        environment,
        type(row.getString("type"), environment),
        row.getString("permission").equals("write"),
        Role.of(row.getString("minimum_role")),
        row.getOffsetDateTime("created_at").toInstant(),
        row.getOffsetDateTime("updated_at").toInstant());
  }

  private static EnvironmentType type(@Nullable String stored, String environment) {
    return stored == null ? EnvironmentTypes.infer(environment) : EnvironmentType.of(stored);
  }

  /** Sets both of an environment; NOT_FOUND if the vault has no such environment. */
  public Future<Done> set(SetMinimums request) {
    String environment = request.environment();
    Attempt attempt =
        new Attempt(
            request.caller(),
            request.repoFullName(),
            Action.PERMISSION_CHANGED,
            "minimum_roles_set",
            ADMINS_ONLY);
    return changes.change(
        attempt,
        (tx, held) -> {
          UUID vaultId = held.vault().id();
          Activity row =
              Activity.done(
                      attempt.action(),
                      attempt.caller(),
                      attempt
                          .metadata()
                          .with("environment", environment)
                          .with("read", request.read().wire())
                          .with("write", request.write().wire()))
                  .in(vaultId);
          Tuple parameters =
              Tuple.of(vaultId, environment, request.read().wire(), request.write().wire());
          return tx.run(TYPE, Tuple.of(vaultId, environment))
              .compose(found -> found.size() == 0 ? missing(environment) : tx.run(SET, parameters))
              .compose(set -> AuditSql.insert(tx, row))
              .map(new Done());
        });
  }

  private static <T> Future<T> missing(String environment) {
    return Future.failedFuture(
        Problem.of(Kind.NOT_FOUND, "Environment '%s' not found".formatted(environment))
            .exception());
  }

  /** Takes both of an environment away. */
  public Future<MinimumsReset> reset(ResetMinimums request) {
    String environment = request.environment();
    Attempt attempt =
        new Attempt(
            request.caller(),
            request.repoFullName(),
            Action.PERMISSION_CHANGED,
            "minimum_roles_reset",
            ADMINS_ONLY);
    return changes.change(
        attempt,
        (tx, held) -> {
          UUID vaultId = held.vault().id();
          Activity row =
              Activity.done(
                      attempt.action(),
                      attempt.caller(),
                      attempt.metadata().with("environment", environment))
                  .in(vaultId);
          return tx.run(RESET, Tuple.of(vaultId, environment))
              .compose(deleted -> AuditSql.insert(tx, row))
              .compose(written -> tx.run(TYPE, Tuple.of(vaultId, environment)))
              .map(found -> {
                String stored = found.size() == 0 ? null : found.iterator().next().getString(0);
                return PermissionMatrix.minimums(type(stored, environment));
              });
        });
  }
}
