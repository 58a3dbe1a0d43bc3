package sh.keyway.secrets.permission;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
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
import sh.keyway.secrets.forge.Forge;
import sh.keyway.secrets.identity.Credentials;
import sh.keyway.secrets.identity.User;

/**
 * Decides who may read or write an environment, and remembers decisions as {@link Grant}s. A
 * refusal of a known user is in the audit before it is answered.
 */
public final class Access {
  private static final int REMEMBERED = 50_000;
  private static final Duration FRESH = Duration.ofSeconds(60);

  private static final String FIND =
      """
      select u.id, u.username, u.is_owner, v.id as vault_id, v.repo_full_name,
        e.id as environment_id, e.type, e.policy_revision
      from users u
      left join vaults v on lower(v.repo_full_name) = $3
      left join environments e on e.vault_id = v.id and e.name = $4
      where %s
      """
          .formatted(Credentials.holds("u.id", "$1", "$2"));

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

  private record Key(@Nullable UUID userId, String repository, String environment) {}

  private final Sql reads;
  private final Forge forge;
  private final AuditWriter audit;
  private final Cache<Key, Grant> grants =
      Caffeine.newBuilder().maximumSize(REMEMBERED).expireAfterWrite(FRESH).build();

  /** Decides by this forge's roles. */
  public Access(Sql reads, Forge forge, AuditWriter audit) {
    this.reads = reads;
    this.forge = forge;
    this.audit = audit;
  }

  /** A remembered decision that lets the caller read, still to be proven; null if none. */
  public @Nullable Grant remembered(Caller caller, String repoFullName, String environment) {
    Grant grant = grants.getIfPresent(key(caller, repoFullName, environment));
    return grant != null && grant.canRead() ? grant : null;
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
            Credentials.keyId(caller.principal()),
            key.repository(),
            environment);
    return reads
        .run(FIND, parameters)
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
          User user =
              new User(row.getUUID("id"), row.getString("username"), row.getBoolean("is_owner"));
          return forge
              .role(reads, user, repoFullName)
              .compose(role -> judge(row, user, role, need, environment))
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

  private static Future<Grant> judge(
      Row row, User user, Optional<Role> found, Need need, String name) {
    if (found.isEmpty()) {
      return refuse("You do not have access to this repository");
    }
    UUID vaultId = row.getUUID("vault_id");
    if (vaultId == null) {
      return refuse("Vault not found for this repository");
    }
    Role role = found.get();
    UUID environmentId = row.getUUID("environment_id");
    EnvironmentType type =
        environmentId == null
            ? EnvironmentTypes.infer(name)
            : EnvironmentType.of(row.getString("type"));
    Grant grant =
        new Grant(
            user,
            vaultId,
            row.getString("repo_full_name"),
            environmentId,
            name,
            role,
            PermissionMatrix.canRead(role, type),
            PermissionMatrix.canWrite(role, type),
            environmentId == null ? 0 : row.getLong("policy_revision"));
    boolean allowed = need == Need.READ ? grant.canRead() : grant.canWrite();
    return allowed
        ? Future.succeededFuture(grant)
        : refuse(
            "Your role (%s) does not have permission to %s the \"%s\" environment"
                .formatted(role.wire(), need.words, name));
  }

  private static boolean isRefusal(Throwable failure) {
    return failure instanceof ProblemException known && known.problem().kind() == Kind.FORBIDDEN;
  }

  private static Future<Grant> refuse(String detail) {
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
        Credentials.userId(caller.principal()), repoFullName.toLowerCase(Locale.ROOT), environment);
  }
}
