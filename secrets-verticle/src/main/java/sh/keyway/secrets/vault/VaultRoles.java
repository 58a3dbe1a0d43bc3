package sh.keyway.secrets.vault;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import sh.keyway.contracts.Caller;
import sh.keyway.contracts.Principal;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.Role;
import sh.keyway.secrets.audit.Activity;
import sh.keyway.secrets.audit.Refusals;
import sh.keyway.secrets.database.Sql;
import sh.keyway.secrets.forge.Forge.Standing;
import sh.keyway.secrets.forge.Forge.VaultRef;
import sh.keyway.secrets.forge.Forges;
import sh.keyway.secrets.identity.CredentialKind;
import sh.keyway.secrets.identity.Credentials;
import sh.keyway.secrets.identity.User;

/** Who a caller is on a vault. Whoever is nobody there does not learn whether it exists. */
public final class VaultRoles {
  private static final Map<CredentialKind, String> FIND =
      CredentialKind.statements(kind ->
          """
          select %s, v.id as vault_id, v.forge as vault_forge, v.forge_repo_id, v.forge_owner_id,
            v.repo_full_name, v.role_epoch,
            (select coalesce(sum(e.policy_revision), 0)::bigint from environments e
              where e.vault_id = v.id) as policy
          from users u left join vaults v on lower(v.repo_full_name) = $3
          where %s
          """
              .formatted(User.COLUMNS, kind.holds("u.id", "$1", "$2")));

  private final Sql reads;
  private final Forges forges;
  private final Refusals refusals;

  /** Asks these forges. */
  public VaultRoles(Sql reads, Forges forges, Refusals refusals) {
    this.reads = reads;
    this.forges = forges;
    this.refusals = refusals;
  }

  /**
   * The caller's role.
   *
   * @return fails with UNAUTHORIZED, with FORBIDDEN for a credential that belongs to nobody, and
   *     with NOT_FOUND whether there is no such vault or no role on it
   */
  public Future<HeldRole> find(Caller caller, String repoFullName) {
    return found(caller, repoFullName)
        .compose(found ->
            found.held().isPresent()
                ? Future.succeededFuture(found.held().get())
                : Future.failedFuture(hidden().exception()));
  }

  /**
   * The caller's role if it is admin. Whoever is not is in the audit before the answer.
   *
   * @return fails like {@link #find}, and with FORBIDDEN for other roles
   */
  public Future<HeldRole> admin(Attempt attempt) {
    return found(attempt.caller(), attempt.repoFullName())
        .compose(found -> {
          Activity refusal =
              Activity.refused(attempt.action(), attempt.caller(), attempt.metadata());
          if (found.held().isEmpty()) {
            return found.vault().isEmpty()
                ? Future.failedFuture(hidden().exception())
                : refusals.refuse(hidden(), refusal.in(found.vault().get()));
          }
          HeldRole held = found.held().get();
          return held.role() == Role.ADMIN
              ? Future.succeededFuture(held)
              : refusals.refuse(
                  Problem.of(Kind.FORBIDDEN, attempt.refusal()), refusal.in(held.vault().id()));
        });
  }

  /** What was found; the role is empty without a vault, or if the caller has none on it. */
  private record Found(Optional<UUID> vault, Optional<HeldRole> held) {}

  private Future<Found> found(Caller caller, String repoFullName) {
    return found(caller, repoFullName, true);
  }

  /** Looks once more if the name turns out to be the new one of a vault's repository. */
  private Future<Found> found(Caller caller, String repoFullName, boolean first) {
    Principal principal = caller.principal();
    Tuple parameters =
        Tuple.of(
            Credentials.userId(principal),
            Credentials.id(principal),
            repoFullName.toLowerCase(Locale.ROOT));
    return reads
        .run(Credentials.statement(FIND, principal), parameters)
        .compose(rows -> {
          if (rows.size() == 0) {
            return Future.failedFuture(Credentials.invalid(principal).exception());
          }
          Row row = rows.iterator().next();
          UUID vaultId = row.getUUID("vault_id");
          return vaultId == null
              ? unknown(User.of(row), caller, repoFullName, first)
              : ask(row, principal).map(held -> new Found(Optional.of(vaultId), held));
        });
  }

  /** A name without a vault costs the same question as one with a vault. */
  private Future<Found> unknown(User user, Caller caller, String repoFullName, boolean first) {
    return forges
        .preferred()
        .candidate(user, caller.principal(), repoFullName)
        .compose(candidate ->
            first && candidate.vault().isPresent()
                ? found(caller, repoFullName, false)
                : Future.succeededFuture(new Found(Optional.empty(), Optional.empty())));
  }

  private Future<Optional<HeldRole>> ask(Row row, Principal principal) {
    User user = User.of(row);
    VaultRef vault = ref(row);
    Long forgeOwnerId = row.getLong("forge_owner_id");
    long policy = row.getLong("policy");
    return forges
        .ask(vault.forge(), forge -> forge.standing(user, principal, vault))
        .map(Standing::role)
        .map(role -> role.map(held -> new HeldRole(user, vault, forgeOwnerId, held, policy)));
  }

  /** The vault of a row with {@code vault_id}, {@code vault_forge} and the vault's own columns. */
  public static VaultRef ref(Row row) {
    return new VaultRef(
        row.getUUID("vault_id"),
        row.getString("vault_forge"),
        row.getLong("forge_repo_id"),
        row.getString("repo_full_name"),
        row.getLong("role_epoch"));
  }

  /** What is said of a vault that is not there or that the caller may not know of. */
  public static Problem hidden() {
    return Problem.of(Kind.NOT_FOUND, "Vault not found");
  }
}
