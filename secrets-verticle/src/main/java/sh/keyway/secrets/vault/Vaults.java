package sh.keyway.secrets.vault;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import sh.keyway.contracts.Caller;
import sh.keyway.contracts.Principal;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.Role;
import sh.keyway.contracts.secrets.CreateVault;
import sh.keyway.contracts.secrets.DeleteVault;
import sh.keyway.contracts.secrets.Done;
import sh.keyway.contracts.secrets.GetVault;
import sh.keyway.contracts.secrets.ListVaults;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.contracts.secrets.VaultPage;
import sh.keyway.contracts.secrets.VaultView;
import sh.keyway.secrets.audit.Action;
import sh.keyway.secrets.audit.Activity;
import sh.keyway.secrets.audit.AuditSql;
import sh.keyway.secrets.audit.Metadata;
import sh.keyway.secrets.audit.Refusals;
import sh.keyway.secrets.database.Database;
import sh.keyway.secrets.database.Sql;
import sh.keyway.secrets.forge.Forge;
import sh.keyway.secrets.forge.Forge.Candidate;
import sh.keyway.secrets.forge.Forge.Repository;
import sh.keyway.secrets.forge.Forge.Standing;
import sh.keyway.secrets.forge.Forge.VaultRef;
import sh.keyway.secrets.forge.Forges;
import sh.keyway.secrets.identity.Credentials;
import sh.keyway.secrets.identity.User;
import sh.keyway.secrets.serving.Desk;
import sh.keyway.secrets.serving.Service;

/** Vaults: one for each repository that has secrets (http-vaults §4). */
public final class Vaults implements Service {
  private final Database database;
  private final Forges forges;
  private final Refusals refusals;

  /** New vaults are made on the preferred forge. */
  public Vaults(Database database, Forges forges, Refusals refusals) {
    this.database = database;
    this.forges = forges;
    this.refusals = refusals;
  }

  @Override
  public void serveAt(Desk desk) {
    desk.on(SecretsRoom.LIST_VAULTS, ListVaults::caller, this::list)
        .on(SecretsRoom.GET_VAULT, GetVault::caller, this::get)
        .on(SecretsRoom.CREATE_VAULT, CreateVault::caller, this::create)
        .on(SecretsRoom.DELETE_VAULT, DeleteVault::caller, this::delete);
  }

  /**
   * The caller's own vaults, newest change first; three statements however many there are. Of one
   * they have no role on any more they see that it is theirs, and nothing of what is in it; a
   * personal token sees those only that it has a role on by itself.
   */
  public Future<VaultPage> list(ListVaults request) {
    return Credentials.require(database.reads(), request.caller().principal())
        .compose(user ->
            VaultSql.page(database.reads(), user.id(), request.limit(), request.offset())
                .compose(page -> withRoles(user, request.caller().principal(), page)));
  }

  private Future<VaultPage> withRoles(User user, Principal principal, VaultSql.Page page) {
    Map<String, List<VaultRef>> byForge =
        page.vaults().stream().map(VaultRow::ref).collect(Collectors.groupingBy(VaultRef::forge));
    Map<UUID, Optional<Role>> roles = new HashMap<>();
    List<Future<Void>> asked =
        byForge.entrySet().stream()
            .map(entry ->
                forges
                    .ask(entry.getKey(), forge -> forge.roles(user, principal, entry.getValue()))
                    .onSuccess(roles::putAll)
                    .<Void>mapEmpty())
            .toList();
    return Future.all(asked)
        .map(all ->
            new VaultPage(
                page.vaults().stream()
                    .flatMap(vault -> listed(vault, roles, principal).stream())
                    .toList(),
                page.total()));
  }

  private static Optional<VaultView> listed(
      VaultRow vault, Map<UUID, Optional<Role>> roles, Principal principal) {
    Optional<Role> role = roles.getOrDefault(vault.id(), Optional.empty());
    if (principal instanceof Principal.GitHubToken) {
      return role.map(vault::view);
    }
    boolean refused = role.isEmpty() && roles.containsKey(vault.id());
    return Optional.of(refused ? vault.shell() : vault.view(role.orElse(null)));
  }

  /**
   * One vault; NOT_FOUND if there is none or the caller has no role, without telling which. Its
   * owner sees it also when its repository is gone.
   */
  public Future<VaultView> get(GetVault request) {
    String name = request.repoFullName();
    Principal principal = request.caller().principal();
    return Credentials.require(database.reads(), principal)
        .compose(user ->
            find(user, principal, name)
                .compose(vault ->
                    vault.isEmpty() ? hidden(name) : seen(user, principal, vault.get(), name)));
  }

  /** The vault of that name; also if the name is news, and the vault bore another until now. */
  private Future<Optional<VaultRow>> find(User user, Principal principal, String name) {
    return VaultSql.find(database.reads(), name)
        .compose(vault ->
            vault.isPresent()
                ? Future.succeededFuture(vault)
                : forges
                    .preferred()
                    .candidate(user, principal, name)
                    .compose(candidate ->
                        candidate.vault().isPresent()
                            ? VaultSql.find(database.reads(), name)
                            : Future.succeededFuture(vault)));
  }

  private Future<VaultView> seen(User user, Principal principal, VaultRow vault, String name) {
    return role(user, principal, vault)
        .compose(role ->
            role.isPresent()
                ? Future.succeededFuture(vault.view(role.get()))
                : abandoned(user, principal, vault)
                    .compose(abandoned ->
                        abandoned ? Future.succeededFuture(vault.view(null)) : hidden(name)));
  }

  /**
   * Whether this is the vault's owner, and the repository out of everybody's sight, so that nobody
   * could prove a role on it. A personal token proves nothing by itself, least of all here.
   */
  private Future<Boolean> abandoned(User user, Principal principal, VaultRow vault) {
    return !vault.ownerId().equals(user.id()) || principal instanceof Principal.GitHubToken
        ? Future.succeededFuture(false)
        : forges.ask(vault.forge(), forge -> forge.gone(user, vault.ref()));
  }

  private static Future<VaultView> hidden(String name) {
    return fail(Kind.NOT_FOUND, "Vault '%s' not found or you don't have access".formatted(name));
  }

  private Future<Optional<Role>> role(User user, Principal principal, VaultRow vault) {
    return forges
        .ask(vault.forge(), forge -> forge.standing(user, principal, vault.ref()))
        .map(Standing::role);
  }

  /** Makes a vault with the default environments. */
  public Future<VaultView> create(CreateVault request) {
    String name = request.repoFullName();
    Forge forge = forges.preferred();
    Future<Admin> admin =
        Credentials.require(database.reads(), request.caller().principal())
            .compose(user ->
                forge
                    .candidate(user, request.caller().principal(), name)
                    .compose(found -> admin(user, found, name)));
    return recorded(admin, request.caller(), Action.VAULT_CREATED, name)
        .compose(by ->
            database.transaction(tx ->
                forge
                    .register(tx, by.repository())
                    .compose(repository ->
                        VaultSql.insert(tx, forge.type(), repository, by.user().id())
                            .compose(id -> created(request, repository, id))
                            .compose(row -> AuditSql.insert(tx, row))
                            .map(repository.fullName()))))
        .compose(created -> VaultSql.find(database.reads(), created))
        .compose(vault ->
            vault.isPresent()
                ? Future.succeededFuture(vault.get().view(Role.ADMIN))
                : fail(Kind.NOT_FOUND, "Vault not found"));
  }

  private static Future<Activity> created(
      CreateVault request, Repository repository, Optional<UUID> id) {
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
    return delete(request, VaultChanges.TRIES);
  }

  private Future<Done> delete(DeleteVault request, int tries) {
    String name = request.repoFullName();
    Principal principal = request.caller().principal();
    Future<Optional<VaultRow>> allowed =
        Credentials.require(database.reads(), principal)
            .compose(user ->
                find(user, principal, name)
                    .compose(vault -> requireAdmin(user, principal, name, vault).map(vault)));
    return recorded(allowed, request.caller(), Action.VAULT_DELETED, name)
        .compose(vault ->
            vault.isEmpty()
                ? fail(Kind.NOT_FOUND, "Vault not found")
                : database.transaction(tx -> delete(tx, request, vault.get())))
        .map(done -> new Done())
        .recover(failure ->
            VaultChanges.isStale(failure) && tries > 1
                ? delete(request, tries - 1)
                : Future.failedFuture(failure));
  }

  private static Future<?> delete(Sql tx, DeleteVault request, VaultRow vault) {
    return VaultSql.lockEnvironments(tx, vault.id())
        .compose(locked ->
            VaultChanges.prove(tx, request.caller().principal(), vault.ref(), vault.policy()))
        .compose(proven -> VaultSql.delete(tx, vault.id()))
        .compose(gone ->
            gone
                ? AuditSql.insert(tx, deleted(request, vault))
                : fail(Kind.NOT_FOUND, "Vault not found"));
  }

  private static Activity deleted(DeleteVault request, VaultRow vault) {
    Metadata metadata =
        Metadata.empty()
            .with("repoFullName", vault.repoFullName())
            .with("vaultId", vault.id().toString());
    return Activity.done(Action.VAULT_DELETED, request.caller(), metadata);
  }

  private Future<Void> requireAdmin(
      User user, Principal principal, String name, Optional<VaultRow> vault) {
    if (vault.isEmpty()) {
      return forges
          .preferred()
          .candidate(user, principal, name)
          .compose(candidate -> requireAdmin(candidate.role()));
    }
    return role(user, principal, vault.get())
        .compose(role ->
            role.isPresent()
                ? requireAdmin(role)
                : abandoned(user, principal, vault.get())
                    .compose(abandoned ->
                        abandoned ? Future.<Void>succeededFuture() : requireAdmin(role)));
  }

  private static Future<Void> requireAdmin(Optional<Role> role) {
    return role.equals(Optional.of(Role.ADMIN)) ? Future.succeededFuture() : adminsOnly();
  }

  private static <T> Future<T> adminsOnly() {
    return fail(Kind.FORBIDDEN, "Only repository admins can perform this action");
  }

  /** An administrator of a repository that is to have a vault. */
  private record Admin(User user, Repository repository) {}

  private static Future<Admin> admin(User user, Candidate found, String name) {
    if (found.installUrl() != null) {
      return fail(
          Kind.FORBIDDEN,
          "GitHub App not installed for %s. Please install the Keyway GitHub App: %s"
              .formatted(name, found.installUrl()));
    }
    return found.role().equals(Optional.of(Role.ADMIN)) && found.repository().isPresent()
        ? Future.succeededFuture(new Admin(user, found.repository().get()))
        : adminsOnly();
  }

  private <T> Future<T> recorded(
      Future<T> outcome, Caller caller, Action action, String repoFullName) {
    Metadata tried = Metadata.empty().with("repoFullName", repoFullName);
    return refusals.recorded(outcome, Kind.FORBIDDEN, action, caller, tried);
  }

  private static <T> Future<T> fail(Kind kind, String detail) {
    return Future.failedFuture(Problem.of(kind, detail).exception());
  }
}
