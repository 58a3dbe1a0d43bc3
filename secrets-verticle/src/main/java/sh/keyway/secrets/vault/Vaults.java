package sh.keyway.secrets.vault;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import sh.keyway.contracts.Caller;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.Role;
import sh.keyway.contracts.secrets.CreateVault;
import sh.keyway.contracts.secrets.DeleteVault;
import sh.keyway.contracts.secrets.Done;
import sh.keyway.contracts.secrets.GetVault;
import sh.keyway.contracts.secrets.ListVaults;
import sh.keyway.contracts.secrets.VaultPage;
import sh.keyway.contracts.secrets.VaultView;
import sh.keyway.secrets.audit.Action;
import sh.keyway.secrets.audit.Activity;
import sh.keyway.secrets.audit.AuditSql;
import sh.keyway.secrets.audit.Metadata;
import sh.keyway.secrets.audit.Refusals;
import sh.keyway.secrets.database.Database;
import sh.keyway.secrets.forge.Forge;
import sh.keyway.secrets.identity.Credentials;
import sh.keyway.secrets.identity.User;

/** Vaults: one for each repository that has secrets (http-vaults §4). */
public final class Vaults {
  private final Database database;
  private final Forge forge;
  private final Refusals refusals;

  /** New vaults are made on this forge. */
  public Vaults(Database database, Forge forge, Refusals refusals) {
    this.database = database;
    this.forge = forge;
    this.refusals = refusals;
  }

  /** The caller's own vaults, newest change first; three statements however many there are. */
  public Future<VaultPage> list(ListVaults request) {
    return Credentials.require(database.reads(), request.caller().principal())
        .compose(user ->
            VaultSql.page(database.reads(), user.id(), request.limit(), request.offset())
                .compose(page -> withRoles(user, page)));
  }

  private Future<VaultPage> withRoles(User user, VaultSql.Page page) {
    List<String> names = page.vaults().stream().map(VaultRow::repoFullName).toList();
    return forge
        .roles(database.reads(), user, names)
        .map(roles ->
            new VaultPage(
                page.vaults().stream()
                    .map(vault -> vault.view(roles.get(vault.repoFullName())))
                    .toList(),
                page.total()));
  }

  /** One vault; NOT_FOUND if there is none or the caller has no role, without telling which. */
  public Future<VaultView> get(GetVault request) {
    String name = request.repoFullName();
    return Credentials.require(database.reads(), request.caller().principal())
        .compose(user -> forge.role(database.reads(), user, name))
        .compose(role ->
            VaultSql.find(database.reads(), name)
                .compose(vault ->
                    vault.isPresent() && role.isPresent()
                        ? Future.succeededFuture(vault.get().view(role.get()))
                        : fail(
                            Kind.NOT_FOUND,
                            "Vault '%s' not found or you don't have access".formatted(name))));
  }

  /** Makes a vault with the default environments. */
  public Future<VaultView> create(CreateVault request) {
    String name = request.repoFullName();
    return requireAdmin(request.caller(), Action.VAULT_CREATED, name)
        .compose(user ->
            database.transaction(tx ->
                forge
                    .repository(tx, name)
                    .compose(repository ->
                        VaultSql.insert(tx, forge.type(), repository, user.id())
                            .compose(id -> created(request, repository, id))
                            .compose(row -> AuditSql.insert(tx, row)))))
        .compose(done -> VaultSql.find(database.reads(), name))
        .compose(vault ->
            vault.isPresent()
                ? Future.succeededFuture(vault.get().view(Role.ADMIN))
                : fail(Kind.NOT_FOUND, "Vault not found"));
  }

  private static Future<Activity> created(
      CreateVault request, Forge.Repository repository, Optional<UUID> id) {
    if (id.isEmpty()) {
      return fail(Kind.CONFLICT, "Vault already exists for this repository");
    }
    Metadata metadata =
        Metadata.empty()
            .with("repoFullName", repository.fullName())
            .with("isPrivate", repository.isPrivate());
    return Future.succeededFuture(
        Activity.done(Action.VAULT_CREATED, request.caller(), metadata).in(id.get()));
  }

  /** Deletes a vault with all that is in it; its audit stays. */
  public Future<Done> delete(DeleteVault request) {
    return requireAdmin(request.caller(), Action.VAULT_DELETED, request.repoFullName())
        .compose(user ->
            database.transaction(tx ->
                VaultSql.delete(tx, request.repoFullName())
                    .compose(gone -> {
                      if (gone.isEmpty()) {
                        return fail(Kind.NOT_FOUND, "Vault not found");
                      }
                      Metadata metadata =
                          Metadata.empty()
                              .with("repoFullName", gone.get().getString("repo_full_name"))
                              .with("vaultId", gone.get().getUUID("id").toString());
                      return AuditSql.insert(
                          tx, Activity.done(Action.VAULT_DELETED, request.caller(), metadata));
                    })))
        .map(done -> new Done());
  }

  private Future<User> requireAdmin(Caller caller, Action action, String repoFullName) {
    Future<User> admin =
        Credentials.require(database.reads(), caller.principal())
            .compose(user ->
                forge
                    .role(database.reads(), user, repoFullName)
                    .compose(role ->
                        role.equals(Optional.of(Role.ADMIN))
                            ? Future.succeededFuture(user)
                            : fail(
                                Kind.FORBIDDEN, "Only repository admins can perform this action")));
    Metadata tried = Metadata.empty().with("repoFullName", repoFullName);
    return refusals.recorded(admin, Kind.FORBIDDEN, action, caller, tried);
  }

  private static <T> Future<T> fail(Kind kind, String detail) {
    return Future.failedFuture(Problem.of(kind, detail).exception());
  }
}
