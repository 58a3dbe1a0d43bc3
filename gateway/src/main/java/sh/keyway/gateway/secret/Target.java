package sh.keyway.gateway.secret;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.FieldError;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.secrets.SecretLimits;
import sh.keyway.gateway.http.Query;
import sh.keyway.gateway.http.Texts;
import sh.keyway.gateway.vault.RepoName;

/**
 * Which environment of which vault a request is about (http-vaults §11).
 *
 * @param repoFullName the vault
 * @param environment the environment
 */
record Target(String repoFullName, String environment) {

  /**
   * Reads it from the query.
   *
   * @throws sh.keyway.contracts.ProblemException FORBIDDEN if one is missing, VALIDATION_ERROR if
   *     one cannot be the name of anything
   */
  static Target of(Query query) {
    String repo = required(query.get("repo"), "Repository name required");
    String environment = required(query.get("environment"), "Environment name required");
    List<FieldError> errors = new ArrayList<>();
    String aboutRepo = complaintAboutRepo(repo);
    if (aboutRepo != null) {
      errors.add(new FieldError("repo", aboutRepo));
    }
    String aboutEnvironment = complaintAboutEnvironment(environment);
    if (aboutEnvironment != null) {
      errors.add(new FieldError("environment", aboutEnvironment));
    }
    if (!errors.isEmpty()) {
      throw Problem.validation(errors).exception();
    }
    return new Target(repo, environment);
  }

  /**
   * The gate before validation.
   *
   * @throws sh.keyway.contracts.ProblemException FORBIDDEN if it is missing or empty
   */
  private static String required(@Nullable String value, String detail) {
    if (value == null || value.isEmpty()) {
      throw missing(detail);
    }
    return value;
  }

  static RuntimeException missing(String detail) {
    return Problem.of(Kind.FORBIDDEN, detail).exception();
  }

  static @Nullable String complaintAboutRepo(String repo) {
    return RepoName.isValid(repo) ? null : RepoName.EXPECTED;
  }

  static @Nullable String complaintAboutEnvironment(String environment) {
    int longest = SecretLimits.ENVIRONMENT_NAME_LENGTH;
    if (environment.isEmpty() || environment.length() > longest) {
      return "Must have 1 to " + longest + " characters";
    }
    return Texts.isPrintable(environment) ? null : "Must not contain control characters";
  }
}
