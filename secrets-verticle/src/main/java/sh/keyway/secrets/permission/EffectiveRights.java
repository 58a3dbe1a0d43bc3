package sh.keyway.secrets.permission;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import sh.keyway.contracts.EnvironmentType;
import sh.keyway.contracts.Principal;
import sh.keyway.contracts.Role;
import sh.keyway.contracts.secrets.EffectivePermissions;
import sh.keyway.contracts.secrets.PermissionDefaults;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.contracts.secrets.ShowEffective;
import sh.keyway.contracts.secrets.ShowPermissionDefaults;
import sh.keyway.secrets.database.Sql;
import sh.keyway.secrets.forge.Forge.Standing;
import sh.keyway.secrets.forge.Forge.VaultRef;
import sh.keyway.secrets.forge.Forges;
import sh.keyway.secrets.identity.CredentialKind;
import sh.keyway.secrets.identity.Credentials;
import sh.keyway.secrets.identity.User;
import sh.keyway.secrets.serving.Desk;
import sh.keyway.secrets.serving.Service;
import sh.keyway.secrets.vault.VaultRoles;

/** What a caller may do in a vault, by the same rules that decide when they do it. */
public final class EffectiveRights implements Service {
  private static final Map<CredentialKind, String> FIND =
      CredentialKind.statements(kind ->
          """
          select %s, v.id as vault_id, v.forge as vault_forge, v.forge_repo_id, v.repo_full_name,
            v.role_epoch, e.name, e.type, %s
          from users u
          left join vaults v on lower(v.repo_full_name) = $3
          left join environments e on e.vault_id = v.id
          where %s order by e.display_order, e.name
          """
              .formatted(User.COLUMNS, Rules.columns("e.name"), kind.holds("u.id", "$1", "$2")));

  private final Sql reads;
  private final Forges forges;

  /** By these forges' roles. */
  public EffectiveRights(Sql reads, Forges forges) {
    this.reads = reads;
    this.forges = forges;
  }

  @Override
  public void serveAt(Desk desk) {
    desk.on(SecretsRoom.SHOW_EFFECTIVE, ShowEffective::caller, this::show)
        .on(SecretsRoom.SHOW_PERMISSION_DEFAULTS, ShowPermissionDefaults::caller, this::defaults);
  }

  /** One SELECT, however many environments there are, and one question to the forge. */
  public Future<EffectivePermissions> show(ShowEffective request) {
    return show(request, true);
  }

  /** Looks once more if the name turns out to be the new one of a vault's repository. */
  private Future<EffectivePermissions> show(ShowEffective request, boolean first) {
    Principal principal = request.caller().principal();
    Tuple parameters =
        Tuple.of(
            Credentials.userId(principal),
            Credentials.id(principal),
            request.repoFullName().toLowerCase(Locale.ROOT));
    return reads
        .run(Credentials.statement(FIND, principal), parameters)
        .compose(rows -> {
          if (rows.size() == 0) {
            return Future.failedFuture(Credentials.invalid(principal).exception());
          }
          Row row = rows.iterator().next();
          User user = User.of(row);
          if (row.getUUID("vault_id") == null) {
            return forges
                .preferred()
                .candidate(user, principal, request.repoFullName())
                .compose(candidate ->
                    first && candidate.vault().isPresent()
                        ? show(request, false)
                        : Future.failedFuture(VaultRoles.hidden().exception()));
          }
          VaultRef vault = VaultRoles.ref(row);
          return forges
              .ask(vault.forge(), forge -> forge.standing(user, principal, vault))
              .map(Standing::role)
              .compose(role -> answer(rows, role));
        });
  }

  private static Future<EffectivePermissions> answer(RowSet<Row> rows, Optional<Role> role) {
    if (role.isEmpty()) {
      return Future.failedFuture(VaultRoles.hidden().exception());
    }
    List<EffectivePermissions.Entry> entries = new ArrayList<>();
    for (Row row : rows) {
      String environment = row.getString("name");
      if (environment != null) {
        Permission permission =
            Rules.of(row).permission(role.get(), EnvironmentType.of(row.getString("type")));
        entries.add(
            new EffectivePermissions.Entry(
                environment, permission.canRead(), permission.canWrite()));
      }
    }
    return Future.succeededFuture(new EffectivePermissions(role.get(), entries));
  }

  /** The matrix, for whoever has a good credential. */
  public Future<PermissionDefaults> defaults(ShowPermissionDefaults request) {
    return Credentials.require(reads, request.caller().principal())
        .map(user -> PermissionMatrix.defaults());
  }
}
