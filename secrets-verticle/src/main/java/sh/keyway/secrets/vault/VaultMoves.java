package sh.keyway.secrets.vault;

import io.vertx.core.Future;
import java.util.Optional;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.secrets.MoveVault;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.contracts.secrets.VaultView;
import sh.keyway.secrets.audit.Action;
import sh.keyway.secrets.audit.Activity;
import sh.keyway.secrets.audit.AuditSql;
import sh.keyway.secrets.audit.Metadata;
import sh.keyway.secrets.audit.Refusals;
import sh.keyway.secrets.database.Database;
import sh.keyway.secrets.database.Faults;
import sh.keyway.secrets.forge.Forge;
import sh.keyway.secrets.forge.Forge.Repository;
import sh.keyway.secrets.forge.Forges;
import sh.keyway.secrets.identity.Credentials;
import sh.keyway.secrets.serving.Desk;
import sh.keyway.secrets.serving.Service;

/** Moves vaults to the repository of their name on another forge, or on the same. */
public final class VaultMoves implements Service {
  private final Database database;
  private final Forges forges;
  private final Refusals refusals;

  /** Between these forges. */
  public VaultMoves(Database database, Forges forges, Refusals refusals) {
    this.database = database;
    this.forges = forges;
    this.refusals = refusals;
  }

  @Override
  public void serveAt(Desk desk) {
    desk.on(SecretsRoom.MOVE_VAULT, MoveVault::caller, this::move);
  }

  /** Moves; for administrators of the installation. Answers the vault as it is afterwards. */
  public Future<VaultView> move(MoveVault request) {
    Metadata tried =
        Metadata.empty()
            .with("repoFullName", request.repoFullName())
            .with("forge", request.forge());
    return refusals
        .recorded(
            Credentials.requireAdministrator(database.reads(), request.caller().principal()),
            Kind.FORBIDDEN,
            Action.VAULT_MOVED,
            request.caller(),
            tried)
        .compose(allowed -> VaultSql.find(database.reads(), request.repoFullName()))
        .compose(vault ->
            vault.isEmpty() ? fail(Kind.NOT_FOUND, "Vault not found") : to(request, vault.get()));
  }

  private Future<VaultView> to(MoveVault request, VaultRow vault) {
    Optional<Forge> forge = forges.find(request.forge());
    if (forge.isEmpty()) {
      return fail(Kind.BAD_REQUEST, "This server has no forge of that name");
    }
    return forge
        .get()
        .repository(request.repoFullName())
        .compose(repository ->
            repository.isEmpty()
                ? fail(
                    Kind.NOT_FOUND,
                    "There is no repository '%s' that this server sees"
                        .formatted(request.repoFullName()))
                : database.transaction(tx ->
                    forge
                        .get()
                        .register(tx, repository.get())
                        .compose(target ->
                            MoveSql.move(tx, vault.id(), request.forge(), target)
                                .compose(moved ->
                                    moved
                                        ? AuditSql.insert(tx, moved(request, vault, target))
                                        : fail(Kind.NOT_FOUND, "Vault not found")))))
        .recover(failure ->
            Faults.isUniqueViolation(failure)
                ? fail(Kind.CONFLICT, "Another vault has this repository")
                : Future.failedFuture(failure))
        .compose(done -> VaultSql.get(database.reads(), vault.id()))
        .compose(moved ->
            moved.isPresent()
                ? Future.succeededFuture(moved.get().view(null))
                : fail(Kind.NOT_FOUND, "Vault not found"));
  }

  private static Activity moved(MoveVault request, VaultRow vault, Repository target) {
    Metadata metadata =
        Metadata.empty()
            .with("repoFullName", target.fullName())
            .with("from", vault.forge())
            .with("fromRepoFullName", vault.repoFullName())
            .with("to", request.forge());
    return Activity.done(Action.VAULT_MOVED, request.caller(), metadata).in(vault.id());
  }

  private static <T> Future<T> fail(Kind kind, String detail) {
    return Future.failedFuture(Problem.of(kind, detail).exception());
  }
}
