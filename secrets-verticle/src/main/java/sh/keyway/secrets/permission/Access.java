package sh.keyway.secrets.permission;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Caller;
import sh.keyway.contracts.EnvironmentType;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.ProblemException;
import sh.keyway.contracts.Role;
import sh.keyway.secrets.audit.Action;
import sh.keyway.secrets.audit.Activity;
import sh.keyway.secrets.audit.AuditWriter;
import sh.keyway.secrets.audit.Metadata;
import sh.keyway.secrets.database.Sql;
import sh.keyway.secrets.environment.EnvironmentTypes;
import sh.keyway.secrets.forge.Forge.VaultRef;
import sh.keyway.secrets.forge.Forges;
import sh.keyway.secrets.identity.CredentialKind;
import sh.keyway.secrets.identity.Credentials;
import sh.keyway.secrets.identity.User;

/**
 * Decides who may read or write an environment, and remembers decisions as {@link Grant}s. A
 * refusal of a known user is in the audit before it is answered.
 */
public final class Access {
  private static final int REMEMBERED = 50_000;
  private static final Duration FRESH = Duration.ofSeconds(60);

  private static final Map<CredentialKind, String> FIND =
      CredentialKind.statements(kind ->
          """
          select %s, v.id as vault_id, v.forge as vault_forge, v.forge_repo_id, v.repo_full_name,
            v.role_epoch, e.id as environment_id, e.type, e.policy_revision, %s
          from users u
          left join vaults v on lower(v.repo_full_name) = $3
          left join environments e on e.vault_id = v.id and e.name = $4
          where %s
          """
              .formatted(User.COLUMNS, Rules.columns("$4::text"), kind.holds("u.id", "$1", "$2")));

  /** What the caller wants to do. */
  public enum Need {
    /** See values. */
    READ("read from"),
    /** Change values. */
    WRITE("write to");

    private final String words;

    Need(String words) {
      this.words = words;
    }
  }

  /** Decisions differ by credential, not only by user: some are worth less than their user. */
  private record Key(
      @Nullable UUID userId, @Nullable UUID credential, String repository, String environment) {}

  private final Sql reads;
  private final Forges forges;
  private final AuditWriter audit;
  private final Cache<Key, Grant> grants =
      Caffeine.newBuilder().maximumSize(REMEMBERED).expireAfterWrite(FRESH).build();

  /** Decides by these forges' roles. */
  public Access(Sql reads, Forges forges, AuditWriter audit) {
    this.reads = reads;
    this.forges = forges;
    this.audit = audit;
  }

  /** A remembered decision that lets the caller read, still to be proven; null if none. */
  public @Nullable Grant remembered(Caller caller, String repoFullName, String environment) {
    Grant grant = grants.getIfPresent(key(caller, repoFullName, environment));
    return grant != null && grant.canRead() && grant.until().isAfter(Instant.now()) ? grant : null;
  }

  /**
   * Decides afresh.
   *
   * @param action what a refusal is recorded as
   * @return the grant, its environment null if the vault has none of that name; fails with
   *     UNAUTHORIZED or FORBIDDEN
   */
  public Future<Grant> decide(
      Caller caller, Action action, Need need, String repoFullName, String environment) {
    Key key = key(caller, repoFullName, environment);
    grants.invalidate(key);
    Tuple parameters =
        Tuple.of(
            Credentials.userId(caller.principal()),
            Credentials.id(caller.principal()),
            key.repository(),
            environment);
    return reads
        .run(Credentials.statement(FIND, caller.principal()), parameters)
        .compose(rows -> {
          if (rows.size() == 0) {
            return recorded(
                Credentials.invalid(caller.principal()).exception(),
                caller,
                action,
                null,
                repoFullName,
                environment);
          }
          Row row = rows.iterator().next();
          User user = User.of(row);
          return judge(row, user, caller, need, repoFullName, environment)
              .onSuccess(grant -> {
                if (grant.environmentId() != null) {
                  grants.put(key, grant);
                }
              })
              .recover(failure ->
                  recorded(
                      failure, caller, action, row.getUUID("vault_id"), repoFullName, environment));
        });
  }

  private Future<Grant> judge(
      Row row, User user, Caller caller, Need need, String repoFullName, String environment) {
    UUID vaultId = row.getUUID("vault_id");
    if (vaultId == null) {
      return forges
          .preferred()
          .candidate(user, caller.principal(), repoFullName)
          .compose(candidate ->
              refuse(
                  candidate.role().isEmpty()
                      ? "You do not have access to this repository"
                      : "Vault not found for this repository"));
    }
    VaultRef vault =
        new VaultRef(
            vaultId,
            row.getString("vault_forge"),
            row.getLong("forge_repo_id"),
            row.getString("repo_full_name"),
            row.getLong("role_epoch"));
    return forges
        .ask(vault.forge(), forge -> forge.standing(user, caller.principal(), vault))
        .compose(standing ->
            standing.role().isEmpty()
                ? refuse("You do not have access to this repository")
                : allow(row, user, vault, standing.role().get(), standing.until(), environment))
        .compose(grant -> checked(grant, need));
  }

  private static Future<Grant> allow(
      Row row, User user, VaultRef vault, Role role, Instant until, String environment) {
    UUID environmentId = row.getUUID("environment_id");
    EnvironmentType type =
        environmentId == null
            ? EnvironmentTypes.infer(environment)
            : EnvironmentType.of(row.getString("type"));
    Permission permission = Rules.of(row).permission(role, type);
    return Future.succeededFuture(
        new Grant(
            user,
            vault.id(),
            vault.repoFullName(),
            environmentId,
            environment,
            role,
            permission,
            environmentId == null ? 0 : row.getLong("policy_revision"),
            until));
  }

  private static Future<Grant> checked(Grant grant, Need need) {
    boolean allowed = need == Need.READ ? grant.canRead() : grant.canWrite();
    return allowed
        ? Future.succeededFuture(grant)
        : refuse(
            "Your role (%s) does not have permission to %s the \"%s\" environment"
                .formatted(grant.role().wire(), need.words, grant.environment()));
  }

  private static boolean isRefusal(Throwable failure) {
    return failure instanceof ProblemException known && known.problem().kind() == Kind.FORBIDDEN;
  }

  private static <T> Future<T> refuse(String detail) {
    return Future.failedFuture(Problem.of(Kind.FORBIDDEN, detail).exception());
  }

  /** The failure, once it is in the audit if it is a refusal. */
  private <T> Future<T> recorded(
      Throwable failure,
      Caller caller,
      Action action,
      @Nullable UUID vaultId,
      String repoFullName,
      String environment) {
    if (!isRefusal(failure)) {
      return Future.failedFuture(failure);
    }
    Activity refusal =
        Activity.refused(
            action,
            caller,
            Metadata.empty().with("repoFullName", repoFullName).with("environment", environment));
    return audit
        .append(vaultId == null ? refusal : refusal.in(vaultId))
        .compose(recorded -> Future.failedFuture(failure));
  }

  private static Key key(Caller caller, String repoFullName, String environment) {
    return new Key(
        Credentials.userId(caller.principal()),
        Credentials.id(caller.principal()),
        repoFullName.toLowerCase(Locale.ROOT),
        environment);
  }
}
