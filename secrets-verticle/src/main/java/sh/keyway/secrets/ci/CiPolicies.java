package sh.keyway.secrets.ci;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import sh.keyway.contracts.Caller;
import sh.keyway.contracts.EnvironmentType;
import sh.keyway.contracts.FieldError;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.secrets.CiPolicyList;
import sh.keyway.contracts.secrets.CiPolicyView;
import sh.keyway.contracts.secrets.CiRules;
import sh.keyway.contracts.secrets.CreateCiPolicy;
import sh.keyway.contracts.secrets.DeleteCiPolicy;
import sh.keyway.contracts.secrets.Done;
import sh.keyway.contracts.secrets.ListCiPolicies;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.contracts.secrets.UpdateCiPolicy;
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
 * A vault's policies on workflow runs. Every change revokes the vault's pull tokens, so that none
 * outlives what allowed it.
 */
public final class CiPolicies implements Service {
  /** Most policies of one vault. */
  static final int MOST = 20;

  private static final String ADMINS_ONLY = "Only repository admins can perform this action";

  private final Sql reads;
  private final VaultRoles roles;
  private final VaultChanges changes;

  /** Changes them so. */
  public CiPolicies(Sql reads, VaultRoles roles, VaultChanges changes) {
    this.reads = reads;
    this.roles = roles;
    this.changes = changes;
  }

  @Override
  public void serveAt(Desk desk) {
    desk.on(SecretsRoom.LIST_CI_POLICIES, ListCiPolicies::caller, this::list)
        .on(SecretsRoom.CREATE_CI_POLICY, CreateCiPolicy::caller, this::create)
        .on(SecretsRoom.UPDATE_CI_POLICY, UpdateCiPolicy::caller, this::update)
        .on(SecretsRoom.DELETE_CI_POLICY, DeleteCiPolicy::caller, this::delete);
  }

  /** All of a vault. */
  public Future<CiPolicyList> list(ListCiPolicies request) {
    return roles
        .admin(attempt(request.caller(), request.repoFullName(), "ci_policies_listed"))
        .compose(held -> CiPolicySql.list(reads, held.vault().id()))
        .map(CiPolicyList::new);
  }

  /** Makes one, for the account that owns the repository now. */
  public Future<CiPolicyView> create(CreateCiPolicy request) {
    Attempt attempt = attempt(request.caller(), request.repoFullName(), "ci_policy_created");
    CiRules rules = request.rules();
    return changes.change(
        attempt,
        (tx, held) -> {
          UUID vaultId = held.vault().id();
          return checkForge(held)
              .compose(fits -> check(tx, vaultId, rules))
              .compose(fits -> checkRoom(tx, vaultId))
              .compose(fits -> CiPolicySql.insert(tx, vaultId, rules, held.user().id()))
              .compose(id -> id.isEmpty() ? ownerUnknown() : find(tx, vaultId, id.get()))
              .compose(made -> changed(tx, attempt, held, made));
        });
  }

  /** Replaces what one allows. */
  public Future<CiPolicyView> update(UpdateCiPolicy request) {
    Attempt attempt = attempt(request.caller(), request.repoFullName(), "ci_policy_updated");
    CiRules rules = request.rules();
    return changes.change(
        attempt,
        (tx, held) -> {
          UUID vaultId = held.vault().id();
          return find(tx, vaultId, request.id())
              .compose(before ->
                  before.active()
                      ? check(tx, vaultId, rules)
                      : fail(
                          Kind.CONFLICT,
                          "The repository has changed hands since this policy was made; delete it"
                              + " and make a new one"))
              .compose(fits -> CiPolicySql.update(tx, vaultId, request.id(), rules))
              .compose(updated -> find(tx, vaultId, request.id()))
              .compose(now -> changed(tx, attempt, held, now));
        });
  }

  /** Deletes one. */
  public Future<Done> delete(DeleteCiPolicy request) {
    Attempt attempt = attempt(request.caller(), request.repoFullName(), "ci_policy_deleted");
    return changes.change(
        attempt,
        (tx, held) ->
            find(tx, held.vault().id(), request.id())
                .compose(gone ->
                    CiPolicySql.delete(tx, held.vault().id(), gone.id())
                        .compose(deleted -> changed(tx, attempt, held, gone)))
                .map(new Done()));
  }

  private static Attempt attempt(Caller caller, String repoFullName, String change) {
    return new Attempt(caller, repoFullName, Action.CI_POLICY_CHANGED, change, ADMINS_ONLY);
  }

  private static Future<Void> checkForge(HeldRole held) {
    if (!held.vault().forge().equals("github")) {
      return fail(
          Kind.BAD_REQUEST, "Workflow runs can pull only from vaults of repositories on GitHub");
    }
    return held.forgeOwnerId() == null ? ownerUnknown() : Future.succeededFuture();
  }

  private static <T> Future<T> ownerUnknown() {
    return fail(
        Kind.BAD_REQUEST,
        "GitHub has not told yet who owns this repository; a policy cannot be tied to its owner");
  }

  private static Future<Void> check(Sql tx, UUID vaultId, CiRules rules) {
    return CiPolicySql.environments(tx, vaultId)
        .compose(known -> {
          List<FieldError> errors = complaints(rules, known);
          return errors.isEmpty()
              ? Future.succeededFuture()
              : Future.failedFuture(Problem.validation(errors).exception());
        });
  }

  private static List<FieldError> complaints(CiRules rules, Map<String, EnvironmentType> known) {
    boolean hasCondition = new CiPolicy(rules).hasCondition();
    List<FieldError> errors = new ArrayList<>();
    for (int i = 0; i < rules.environments().size(); i++) {
      EnvironmentType type = known.get(rules.environments().get(i));
      if (type == null) {
        errors.add(
            new FieldError("environments." + i, "The vault has no environment of this name"));
      } else if (type == EnvironmentType.PROTECTED && !hasCondition) {
        errors.add(
            new FieldError(
                "environments." + i,
                "A protected environment needs a condition: refs that not every branch, tag or"
                    + " pull request fits, deploymentEnvironments, or workflows with an @"));
      }
    }
    return errors;
  }

  private static Future<Void> checkRoom(Sql tx, UUID vaultId) {
    return CiPolicySql.list(tx, vaultId)
        .compose(all ->
            all.size() < MOST
                ? Future.succeededFuture()
                : fail(
                    Kind.CONFLICT, "A vault has at most " + MOST + " policies on workflow runs"));
  }

  private static Future<CiPolicyView> find(Sql tx, UUID vaultId, UUID id) {
    return CiPolicySql.find(tx, vaultId, id)
        .compose(found ->
            found.isPresent()
                ? Future.succeededFuture(found.get())
                : fail(Kind.NOT_FOUND, "Policy not found"));
  }

  private static Future<CiPolicyView> changed(
      Sql tx, Attempt attempt, HeldRole held, CiPolicyView policy) {
    CiRules rules = policy.rules();
    UUID vaultId = held.vault().id();
    Metadata metadata =
        attempt
            .metadata()
            .with("policyId", policy.id().toString())
            .with("environments", String.join(", ", rules.environments()))
            .with("refs", String.join(", ", rules.refs()))
            .with("deploymentEnvironments", String.join(", ", rules.deploymentEnvironments()))
            .with("workflows", String.join(", ", rules.workflows()))
            .with("events", String.join(", ", rules.events()));
    return CiPolicySql.revokeTokens(tx, vaultId)
        .compose(revoked ->
            AuditSql.insert(
                tx, Activity.done(attempt.action(), attempt.caller(), metadata).in(vaultId)))
        .map(policy);
  }

  private static <T> Future<T> fail(Kind kind, String detail) {
    return Future.failedFuture(Problem.of(kind, detail).exception());
  }
}
