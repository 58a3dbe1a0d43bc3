package sh.keyway.gateway.secret;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.secrets.Push;
import sh.keyway.gateway.http.Exchange;
import sh.keyway.gateway.http.Fields;

/**
 * Reads the body of a push (http-vaults §11.1). Repository and environment come from the body and
 * nowhere else, so that what is authorised is what is written.
 */
final class PushBody {
  private static final String REPO = "repoFullName";
  private static final String ENVIRONMENT = "environment";

  private PushBody() {}

  /**
   * Reads it.
   *
   * @throws sh.keyway.contracts.ProblemException FORBIDDEN if repository or environment is missing,
   *     VALIDATION_ERROR
   */
  static Push read(Exchange exchange) {
    JsonNode body = exchange.body();
    if (isMissing(body.path(REPO))) {
      throw Target.missing("Repository name required");
    }
    if (isMissing(body.path(ENVIRONMENT))) {
      throw Target.missing("Environment name required");
    }
    Fields fields = Fields.of(body);
    String repo = text(fields, REPO);
    String environment = text(fields, ENVIRONMENT);
    refuse(fields, REPO, repo == null ? null : Target.complaintAboutRepo(repo));
    refuse(
        fields,
        ENVIRONMENT,
        environment == null ? null : Target.complaintAboutEnvironment(environment));
    Map<String, String> secrets = SecretRules.read(fields);
    boolean exact = fields.flag("exact");
    fields.check();
    return new Push(
        exchange.caller(),
        repo == null ? "" : repo,
        environment == null ? "" : environment,
        secrets,
        exact);
  }

  private static boolean isMissing(JsonNode value) {
    return value.isMissingNode()
        || value.isNull()
        || (value.isTextual() && value.textValue().isEmpty());
  }

  private static @Nullable String text(Fields fields, String name) {
    JsonNode value = fields.raw(name);
    if (!value.isTextual()) {
      fields.refuse(name, Fields.expected("string", value));
      return null;
    }
    return value.textValue();
  }

  private static void refuse(Fields fields, String name, @Nullable String complaint) {
    if (complaint != null) {
      fields.refuse(name, complaint);
    }
  }
}
