package sh.keyway.gateway.ci;

import java.util.List;
import java.util.regex.Pattern;
import sh.keyway.contracts.secrets.CiRules;
import sh.keyway.contracts.secrets.SecretLimits;
import sh.keyway.gateway.http.Exchange;
import sh.keyway.gateway.http.Fields;

/** Reads the body of a policy on workflow runs. */
final class CiRulesBody {
  private static final int MOST = 50;
  private static final int LONGEST = 255;
  private static final Pattern REF =
      Pattern.compile("\\*|refs/(heads|tags|pull)/([^*\\s]*\\*|[^*\\s]+)");
  private static final Pattern EVENT = Pattern.compile("[a-z_]+");

  private CiRulesBody() {}

  /**
   * Reads it.
   *
   * @throws sh.keyway.contracts.ProblemException VALIDATION_ERROR with everything that is wrong
   */
  static CiRules read(Exchange exchange) {
    Fields fields = Fields.of(exchange.body());
    List<String> environments =
        fields.texts("environments", true, MOST, SecretLimits.ENVIRONMENT_NAME_LENGTH);
    List<String> refs = fields.texts("refs", false, MOST, LONGEST);
    List<String> deployments = fields.texts("deploymentEnvironments", false, MOST, LONGEST);
    List<String> workflows = fields.texts("workflows", false, MOST, LONGEST);
    List<String> events = fields.texts("events", false, MOST, LONGEST);
    check(
        fields,
        "refs",
        refs,
        REF,
        "Must begin with refs/heads/, refs/tags/ or refs/pull/, with * at most at its end, or be"
            + " * alone");
    check(fields, "events", events, EVENT, "Must be the name of an event, as push");
    literal(fields, "deploymentEnvironments", deployments);
    literal(fields, "workflows", workflows);
    fields.check();
    return new CiRules(environments, refs, deployments, workflows, events);
  }

  private static void check(
      Fields fields, String name, List<String> texts, Pattern pattern, String complaint) {
    for (int i = 0; i < texts.size(); i++) {
      if (!pattern.matcher(texts.get(i)).matches()) {
        fields.refuse(name + "." + i, complaint);
      }
    }
  }

  /** Whoever writes a star means something that would not happen. */
  private static void literal(Fields fields, String name, List<String> texts) {
    for (int i = 0; i < texts.size(); i++) {
      if (texts.get(i).indexOf('*') >= 0) {
        fields.refuse(name + "." + i, "Must be an exact name; * is for refs only");
      }
    }
  }
}
