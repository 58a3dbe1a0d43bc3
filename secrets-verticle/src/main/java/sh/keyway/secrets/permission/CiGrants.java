package sh.keyway.secrets.permission;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Locale;
import java.util.UUID;
import sh.keyway.contracts.Principal;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.secrets.audit.Action;
import sh.keyway.secrets.database.Sql;
import sh.keyway.secrets.permission.Access.Need;

/**
 * Decides for the pull token of a workflow run, which belongs to no user: by its row alone, in one
 * SELECT. It reads the environments it names of the vault it is for, and nothing else.
 */
final class CiGrants {
  private static final String FIND =
      """
      select v.id as vault_id, v.repo_full_name, lower(v.repo_full_name) = $2 as named,
        e.id as environment_id, e.policy_revision, t.expires_at,
        coalesce(e.name = any(t.environments) and v.forge_owner_id = t.forge_owner_id
          and (e.type <> 'protected' or e.name = any(t.guarded)), false) as allowed
      from ci_tokens t
      join vaults v on v.id = t.vault_id
      left join environments e on e.vault_id = v.id and e.name = $3
      where t.id = $1 and t.revoked_at is null and t.expires_at > now()\
      """;

  private CiGrants() {}

  /** Whether such a token may do this at all. */
  static boolean isFor(Action action) {
    return action == Action.SECRETS_PULLED;
  }

  /**
   * Decides afresh.
   *
   * @return fails with UNAUTHORIZED if the token has ended, with FORBIDDEN for anything it is not
   *     for
   */
  static Future<Grant> decide(
      Sql reads,
      Principal.Ci token,
      Action action,
      Need need,
      String repoFullName,
      String environment) {
    Tuple parameters =
        Tuple.of(token.tokenId(), repoFullName.toLowerCase(Locale.ROOT), environment);
    return reads
        .run(FIND, parameters)
        .compose(rows -> {
          if (rows.size() == 0) {
            return fail(Kind.UNAUTHORIZED, "The workflow's token has ended or was revoked");
          }
          if (need != Need.READ || !isFor(action)) {
            return fail(Kind.FORBIDDEN, "A workflow's token is for pulling secrets only");
          }
          Row row = rows.iterator().next();
          if (!row.getBoolean("named")) {
            return fail(Kind.FORBIDDEN, "The workflow's token is for another repository");
          }
          UUID environmentId = row.getUUID("environment_id");
          if (environmentId == null || !row.getBoolean("allowed")) {
            return fail(
                Kind.FORBIDDEN,
                "The workflow's token is not for the \"%s\" environment".formatted(environment));
          }
          return Future.succeededFuture(
              new Grant(
                  null,
                  row.getUUID("vault_id"),
                  row.getString("repo_full_name"),
                  environmentId,
                  environment,
                  new Permission(true, false),
                  row.getLong("policy_revision"),
                  row.getOffsetDateTime("expires_at").toInstant()));
        });
  }

  private static <T> Future<T> fail(Kind kind, String detail) {
    return Future.failedFuture(Problem.of(kind, detail).exception());
  }
}
