package sh.keyway.secrets.identity;

import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Principal;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.Scope;
import sh.keyway.secrets.database.Sql;

/** Whose a credential is, and whether it still holds. */
public final class Credentials {
  private static final Map<CredentialKind, String> FIND =
      CredentialKind.statements(kind ->
          "select %s from users u where %s"
              .formatted(User.COLUMNS, kind.holds("u.id", "$1", "$2")));

  private Credentials() {}

  /** The statement that fits the principal's kind of credential. */
  public static String statement(Map<CredentialKind, String> statements, Principal principal) {
    return statements.getOrDefault(CredentialKind.of(principal), "");
  }

  /** The user's id; null for credentials that belong to no user. */
  public static @Nullable UUID userId(Principal principal) {
    return switch (principal) {
      case Principal.ApiKey key -> key.userId();
      case Principal.Session session -> session.userId();
      case Principal.GitHubToken token -> token.userId();
      case Principal.Ci token -> null;
      case Principal.Operator operator -> null;
    };
  }

  /** The credential's id; null if the database knows none. */
  public static @Nullable UUID id(Principal principal) {
    return CredentialKind.id(principal);
  }

  /**
   * What to answer when a credential does not hold. Those of the operator and of workflow runs are
   * good, but belong to nobody.
   */
  public static Problem invalid(Principal principal) {
    return switch (principal) {
      case Principal.ApiKey key -> Problem.of(Kind.UNAUTHORIZED, "Invalid or revoked API key");
      case Principal.Session session ->
          Problem.of(
              Kind.UNAUTHORIZED,
              "Session expired or invalid. Please run `keyway login` to authenticate.");
      case Principal.GitHubToken token ->
          Problem.of(Kind.UNAUTHORIZED, "The GitHub token is not valid");
      case Principal.Ci token ->
          Problem.of(Kind.FORBIDDEN, "A workflow's token is for pulling secrets only");
      case Principal.Operator operator ->
          Problem.of(Kind.FORBIDDEN, "The operator of this machine has no secrets of its own");
    };
  }

  /**
   * The user the credential belongs to; UNAUTHORIZED if it does not hold, FORBIDDEN to one that
   * belongs to nobody.
   */
  public static Future<User> require(Sql sql, Principal principal) {
    return sql.run(statement(FIND, principal), Tuple.of(userId(principal), id(principal)))
        .compose(rows ->
            rows.size() == 0
                ? Future.failedFuture(invalid(principal).exception())
                : Future.succeededFuture(User.of(rows.iterator().next())));
  }

  /**
   * Lets administrators of the installation through: the operator of the machine, or a valid key
   * with the scope.
   */
  public static Future<Void> requireAdministrator(Sql sql, Principal principal) {
    if (principal instanceof Principal.Operator) {
      return Future.succeededFuture();
    }
    return require(sql, principal)
        .compose(user ->
            principal.has(Scope.ADMIN_SERVER)
                ? Future.succeededFuture()
                : Future.failedFuture(
                    Problem.of(Kind.FORBIDDEN, "Only administrators of this server may do this")
                        .exception()));
  }
}
