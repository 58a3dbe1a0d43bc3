package sh.keyway.secrets.permission;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Caller;
import sh.keyway.contracts.EnvironmentType;
import sh.keyway.contracts.Principal;
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
import sh.keyway.secrets.forge.Forge.Candidate;
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
  private final InstantSource clock;
  private final Cache<Key, Grant> grants =
      Caffeine.newBuilder().maximumSize(REMEMBERED).expireAfterWrite(FRESH).build();

  /** Decides by these forges' roles; the clock tells for how long. */
  public Access(Sql reads, Forges forges, AuditWriter audit, InstantSource clock) {
    this.reads = reads;
    this.forges = forges;
    this.audit = audit;
    this.clock = clock;
  }

  /** A remembered decision that lets the caller do this, still to be proven; null if none. */
  public @Nullable Grant remembered(
      Caller caller, Action action, String repoFullName, String environment) {
    if (caller.principal() instanceof Principal.Ci && !CiGrants.isFor(action)) {
      return null;
    }
    Grant grant = grants.getIfPresent(key(caller, repoFullName, environment));
    return grant != null && grant.canRead() && grant.until().isAfter(clock.instant())
        ? grant
        : null;
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
    return decide(new Request(caller, action, need, repoFullName, environment), true);
  }

  /** What is asked of {@link #decide}. */
  private record Request(
      Caller caller, Action action, Need need, String repoFullName, String environment) {}

  /** Decides, once more if the name turns out to be the new one of a vault's repository. */
  private Future<Grant> decide(Request request, boolean first) {
    Principal principal = request.caller().principal();
    Key key = key(request.caller(), request.repoFullName(), request.environment());
    grants.invalidate(key);
    if (principal instanceof Principal.Ci token) {
      return CiGrants.decide(
              reads,
              token,
              request.action(),
              request.need(),
              request.repoFullName(),
              request.environment())
          .onSuccess(grant -> grants.put(key, grant))
          .recover(failure -> recorded(failure, request, token.vaultId()));
    }
    Tuple parameters =
        Tuple.of(
            Credentials.userId(principal),
            Credentials.id(principal),
            key.repository(),
            request.environment());
    return reads
        .run(Credentials.statement(FIND, principal), parameters)
        .compose(rows -> {
          if (rows.size() == 0) {
            return recorded(Credentials.invalid(principal).exception(), request, null);
          }
          Row row = rows.iterator().next();
          User user = User.of(row);
          UUID vaultId = row.getUUID("vault_id");
          if (vaultId == null) {
            return candidate(user, request)
                .compose(candidate ->
                    first && candidate.vault().isPresent()
                        ? decide(request, false)
                        : recorded(missing(candidate), request, null));
          }
          return judge(row, user, vaultId, request)
              .onSuccess(grant -> {
                if (grant.environmentId() != null) {
                  grants.put(key, grant);
                }
              })
              .recover(failure -> recorded(failure, request, vaultId));
        });
  }

  private Future<Candidate> candidate(User user, Request request) {
    return forges.preferred().candidate(user, request.caller().principal(), request.repoFullName());
  }

  private static Throwable missing(Candidate candidate) {
    return refusal(
        candidate.role().isEmpty()
            ? "You do not have access to this repository"
            : "Vault not found for this repository");
  }

  private Future<Grant> judge(Row row, User user, UUID vaultId, Request request) {
    VaultRef vault =
        new VaultRef(
            vaultId,
            row.getString("vault_forge"),
            row.getLong("forge_repo_id"),
            row.getString("repo_full_name"),
            row.getLong("role_epoch"));
    return forges
        .ask(vault.forge(), forge -> forge.standing(user, request.caller().principal(), vault))
        .compose(standing ->
            standing.role().isEmpty()
                ? Future.failedFuture(refusal("You do not have access to this repository"))
                : allow(
                        row,
                        user,
                        vault,
                        standing.role().get(),
                        standing.until(),
                        request.environment())
                    .compose(grant -> checked(grant, standing.role().get(), request.need())));
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
            user.id(),
            vault.id(),
            vault.repoFullName(),
            environmentId,
            environment,
            permission,
            environmentId == null ? 0 : row.getLong("policy_revision"),
            until));
  }

  private static Future<Grant> checked(Grant grant, Role role, Need need) {
    boolean allowed = need == Need.READ ? grant.canRead() : grant.canWrite();
    return allowed
        ? Future.succeededFuture(grant)
        : Future.failedFuture(
            refusal(
                "Your role (%s) does not have permission to %s the \"%s\" environment"
                    .formatted(role.wire(), need.words, grant.environment())));
  }

  private static boolean isRefusal(Throwable failure) {
    return failure instanceof ProblemException known && known.problem().kind() == Kind.FORBIDDEN;
  }

  private static ProblemException refusal(String detail) {
    return Problem.of(Kind.FORBIDDEN, detail).exception();
  }

  /** The failure, once it is in the audit if it is a refusal. */
  private <T> Future<T> recorded(Throwable failure, Request request, @Nullable UUID vaultId) {
    if (!isRefusal(failure)) {
      return Future.failedFuture(failure);
    }
    Activity refusal =
        Activity.refused(
            request.action(),
            request.caller(),
            Metadata.empty()
                .with("repoFullName", request.repoFullName())
                .with("environment", request.environment()));
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
