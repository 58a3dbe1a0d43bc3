package sh.keyway.secrets.identity;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Principal;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.Scope;
import sh.keyway.secrets.database.Sql;

/**
 * The proof that a credential still holds, as SQL, so that it is part of the statement that answers
 * the request: a revocation holds the moment it commits (architecture rule 4).
 */
public final class Credentials {
  private static final String FIND =
      "select u.id, u.username, u.is_owner from users u where " + holds("u.id", "$1", "$2");

  private Credentials() {}

  /**
   * A condition that is true while the user exists and the key, if one was used, is valid.
   *
   * @param userColumn column that holds the user's id
   * @param user parameter with the user's id
   * @param key parameter with the API key's id, null if none was used
   */
  public static String holds(String userColumn, String user, String key) {
    return userColumn
        + " = "
        + user
        + " and ("
        + key
        + "::uuid is null or exists (select from api_keys k where k.id = "
        + key
        + " and k.user_id = "
        + user
        + " and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())))";
  }

  /**
   * The cheapest condition that is true while a credential of this kind is valid, with {@link #id}
   * in {@code $1}. A key goes with its user, so its row proves both.
   */
  public static String proof(boolean apiKey) {
    return apiKey
        ? "exists (select from api_keys k where k.id = $1 and k.revoked_at is null"
            + " and (k.expires_at is null or k.expires_at > now()))"
        : "exists (select from users u where u.id = $1)";
  }

  /** What {@link #proof} looks for; null for the operator of the machine. */
  public static @Nullable UUID id(Principal principal) {
    UUID key = keyId(principal);
    return key == null ? userId(principal) : key;
  }

  /** The user's id, as {@link #holds} takes it; null for the operator of the machine. */
  public static @Nullable UUID userId(Principal principal) {
    return switch (principal) {
      case Principal.ApiKey key -> key.userId();
      case Principal.Session session -> session.userId();
      case Principal.Operator operator -> null;
    };
  }

  /** The API key's id, as {@link #holds} takes it; null if none was used. */
  public static @Nullable UUID keyId(Principal principal) {
    return principal instanceof Principal.ApiKey key ? key.keyId() : null;
  }

  /**
   * What to answer when the condition does not hold. The operator's credential is good, but belongs
   * to nobody.
   */
  public static Problem invalid(Principal principal) {
    return switch (principal) {
      case Principal.ApiKey key -> Problem.of(Kind.UNAUTHORIZED, "Invalid or revoked API key");
      case Principal.Session session ->
          Problem.of(
              Kind.UNAUTHORIZED,
              "Session expired or invalid. Please run `keyway login` to authenticate.");
      case Principal.Operator operator ->
          Problem.of(Kind.FORBIDDEN, "The operator of this machine has no secrets of its own");
    };
  }

  /**
   * The user the credential belongs to; UNAUTHORIZED if it does not hold, FORBIDDEN to the operator
   * of the machine.
   */
  public static Future<User> require(Sql sql, Principal principal) {
    return sql.run(FIND, Tuple.of(userId(principal), keyId(principal)))
        .compose(rows ->
            rows.size() == 0
                ? Future.failedFuture(invalid(principal).exception())
                : Future.succeededFuture(user(rows)));
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

  private static User user(RowSet<Row> rows) {
    Row row = rows.iterator().next();
    return new User(row.getUUID("id"), row.getString("username"), row.getBoolean("is_owner"));
  }
}
