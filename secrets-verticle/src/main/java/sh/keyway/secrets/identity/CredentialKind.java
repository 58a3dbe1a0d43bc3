package sh.keyway.secrets.identity;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Principal;

/**
 * The kinds of credentials and, for each, the proof as SQL that one still holds: part of the
 * statement that answers the request, so that a revocation holds the moment it commits
 * (architecture rule 4).
 */
public enum CredentialKind {
  /** An API key. */
  API_KEY("api_keys", "c.revoked_at is null and (c.expires_at is null or c.expires_at > now())"),
  /** A session. */
  SESSION("sessions", "c.revoked_at is null and c.expires_at > now()"),
  /** A personal access token of GitHub's. */
  GITHUB_TOKEN("github_tokens", "c.valid_until > now()"),
  /** A pull token of a workflow run. */
  CI("ci_tokens", "c.revoked_at is null and c.expires_at > now()"),
  /** Nothing that the database knows: the operator of the machine. */
  NONE("users", "false");

  private final String table;
  private final String condition;

  CredentialKind(String table, String condition) {
    this.table = table;
    this.condition = condition;
  }

  /** What a principal holds. */
  public static CredentialKind of(Principal principal) {
    return switch (principal) {
      case Principal.ApiKey key -> API_KEY;
      case Principal.Session session -> SESSION;
      case Principal.GitHubToken token -> GITHUB_TOKEN;
      case Principal.Ci token -> CI;
      case Principal.Operator operator -> NONE;
    };
  }

  /** The row of the principal's credential; null if there is none. */
  public static @Nullable UUID id(Principal principal) {
    return switch (principal) {
      case Principal.ApiKey key -> key.keyId();
      case Principal.Session session -> session.sessionId();
      case Principal.GitHubToken token -> token.tokenId();
      case Principal.Ci token -> token.tokenId();
      case Principal.Operator operator -> null;
    };
  }

  /**
   * The cheapest condition that is true while the credential holds. A credential goes with its
   * user, so its row proves both.
   *
   * @param id parameter with the credential's id
   */
  public String proof(String id) {
    return "exists (select from %s c where c.id = %s and %s)".formatted(table, id, condition);
  }

  /**
   * A condition that is true while the user exists and the credential is theirs and holds.
   *
   * @param userColumn column that holds the user's id
   * @param user parameter with the user's id
   * @param id parameter with the credential's id
   */
  public String holds(String userColumn, String user, String id) {
    if (this == CI || this == NONE) {
      return "%s = %s and %s::uuid is null and false".formatted(userColumn, user, id);
    }
    return "%s = %s and exists (select from %s c where c.id = %s and c.user_id = %s and %s)"
        .formatted(userColumn, user, table, id, user, condition);
  }

  /** One statement for each kind. */
  public static Map<CredentialKind, String> statements(Function<CredentialKind, String> statement) {
    Map<CredentialKind, String> all = new EnumMap<>(CredentialKind.class);
    Arrays.stream(values()).forEach(kind -> all.put(kind, statement.apply(kind)));
    return Collections.unmodifiableMap(all);
  }
}
