package sh.keyway.secrets.permission;

import io.vertx.core.Future;
import java.util.UUID;
import sh.keyway.contracts.Caller;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.secrets.CreateOverride;
import sh.keyway.contracts.secrets.DeleteOverride;
import sh.keyway.contracts.secrets.Done;
import sh.keyway.contracts.secrets.ListOverrides;
import sh.keyway.contracts.secrets.OverrideList;
import sh.keyway.contracts.secrets.OverrideView;
import sh.keyway.contracts.secrets.PermissionDefaults;
import sh.keyway.contracts.secrets.ResetOverrides;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.contracts.secrets.UpdateOverride;
import sh.keyway.secrets.audit.Action;
import sh.keyway.secrets.audit.Activity;
import sh.keyway.secrets.audit.AuditSql;
import sh.keyway.secrets.audit.Metadata;
import sh.keyway.secrets.database.Sql;
import sh.keyway.secrets.serving.Desk;
import sh.keyway.secrets.serving.Service;
import sh.keyway.secrets.vault.Attempt;
import sh.keyway.secrets.vault.HeldRole;
import sh.keyway.secrets.vault.VaultChanges;
import sh.keyway.secrets.vault.VaultRoles;

/**
 * Exceptions to the matrix, each of the vault that the request names (http-vaults §9.4 to §9.8).
 */
public final class Overrides implements Service {
  /** Most overrides of one vault. */
  static final int MOST = 1_000;

  private static final String MANAGERS_ONLY =
      "Only organization owners or repository admins can manage permissions";

  private final Sql reads;
  private final VaultRoles roles;
  private final VaultChanges changes;

  /** Changes them so. */
  public Overrides(Sql reads, VaultRoles roles, VaultChanges changes) {
    this.reads = reads;
    this.roles = roles;
    this.changes = changes;
  }

  @Override
  public void serveAt(Desk desk) {
    desk.on(SecretsRoom.LIST_OVERRIDES, ListOverrides::caller, this::list)
        .on(SecretsRoom.CREATE_OVERRIDE, CreateOverride::caller, this::create)
        .on(SecretsRoom.UPDATE_OVERRIDE, UpdateOverride::caller, this::update)
        .on(SecretsRoom.DELETE_OVERRIDE, DeleteOverride::caller, this::delete)
        .on(SecretsRoom.RESET_OVERRIDES, ResetOverrides::caller, this::reset);
  }

  /** All of a vault, for whoever has a role. */
  public Future<OverrideList> list(ListOverrides request) {
    return roles
        .find(request.caller(), request.repoFullName())
        .compose(held -> OverrideSql.list(reads, held.vault().id()))
        .map(overrides -> new OverrideList(overrides, PermissionMatrix.defaults()));
  }

  /** Makes one. */
  public Future<OverrideView> create(CreateOverride request) {
    Attempt attempt = attempt(request.caller(), request.repoFullName(), "override_created");
    return changes.change(
        attempt,
        (tx, held) ->
            checkTarget(tx, held, request)
                .compose(known -> checkRoom(tx, held))
                .compose(
                    room -> OverrideSql.insert(tx, held.vault().id(), request, held.user().id()))
                .compose(id ->
                    id.isEmpty()
                        ? fail(
                            Kind.CONFLICT,
                            "A permission override already exists for this vault, environment, and"
                                + " target")
                        : find(tx, held, id.get()))
                .compose(made -> audited(tx, attempt, held, made)));
  }

  private static Future<Void> checkTarget(Sql tx, HeldRole held, CreateOverride request) {
    UUID target = request.targetUserId();
    return target == null
        ? Future.succeededFuture()
        : OverrideSql.isUser(tx, target, held.vault().forge())
            .compose(known ->
                known ? Future.succeededFuture() : fail(Kind.BAD_REQUEST, "Target user not found"));
  }

  private static Future<Void> checkRoom(Sql tx, HeldRole held) {
    return OverrideSql.count(tx, held.vault().id())
        .compose(count ->
            count < MOST
                ? Future.succeededFuture()
                : fail(Kind.CONFLICT, "A vault has at most " + MOST + " permission overrides"));
  }

  /** Changes what one allows. */
  public Future<OverrideView> update(UpdateOverride request) {
    Attempt attempt = attempt(request.caller(), request.repoFullName(), "override_updated");
    UUID id = request.id();
    return changes.change(
        attempt,
        (tx, held) ->
            find(tx, held, id)
                .compose(before ->
                    OverrideSql.update(
                        tx, held.vault().id(), id, request.canRead(), request.canWrite()))
                .compose(updated -> find(tx, held, id))
                .compose(after -> audited(tx, attempt, held, after)));
  }

  /** Deletes one. */
  public Future<Done> delete(DeleteOverride request) {
    Attempt attempt = attempt(request.caller(), request.repoFullName(), "override_deleted");
    return changes.change(
        attempt,
        (tx, held) ->
            find(tx, held, request.id())
                .compose(gone ->
                    OverrideSql.delete(tx, held.vault().id(), gone.id())
                        .compose(deleted -> audited(tx, attempt, held, gone)))
                .map(new Done()));
  }

  /** Deletes all. */
  public Future<PermissionDefaults> reset(ResetOverrides request) {
    Attempt attempt = attempt(request.caller(), request.repoFullName(), "overrides_reset");
    return changes.change(
        attempt,
        (tx, held) ->
            OverrideSql.reset(tx, held.vault().id())
                .compose(
                    count -> audit(tx, attempt, held, attempt.metadata().with("deleted", count)))
                .map(done -> PermissionMatrix.defaults()));
  }

  private static Attempt attempt(Caller caller, String repoFullName, String change) {
    return new Attempt(caller, repoFullName, Action.PERMISSION_CHANGED, change, MANAGERS_ONLY);
  }

  private static Future<OverrideView> find(Sql tx, HeldRole held, UUID id) {
    return OverrideSql.find(tx, held.vault().id(), id)
        .compose(found ->
            found.isPresent()
                ? Future.succeededFuture(found.get())
                : fail(Kind.NOT_FOUND, "Permission override not found"));
  }

  private static Future<OverrideView> audited(
      Sql tx, Attempt attempt, HeldRole held, OverrideView override) {
    Metadata metadata =
        attempt
            .metadata()
            .with("overrideId", override.id().toString())
            .with("environment", override.environment())
            .with("canRead", override.canRead())
            .with("canWrite", override.canWrite());
    OverrideView.Person user = override.targetUser();
    if (user != null) {
      metadata.with("targetUserId", user.id().toString()).with("targetUsername", user.username());
    }
    if (override.targetRole() != null) {
      metadata.with("targetRole", override.targetRole().wire());
    }
    return audit(tx, attempt, held, metadata).map(override);
  }

  private static Future<?> audit(Sql tx, Attempt attempt, HeldRole held, Metadata metadata) {
    return AuditSql.insert(
        tx, Activity.done(attempt.action(), attempt.caller(), metadata).in(held.vault().id()));
  }

  private static <T> Future<T> fail(Kind kind, String detail) {
    return Future.failedFuture(Problem.of(kind, detail).exception());
  }
}
