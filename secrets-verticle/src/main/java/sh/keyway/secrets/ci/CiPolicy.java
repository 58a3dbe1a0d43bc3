package sh.keyway.secrets.ci;

import java.util.List;
import java.util.Set;
import sh.keyway.contracts.connect.OidcClaims;
import sh.keyway.contracts.secrets.CiRules;

/**
 * What a policy says of a workflow run.
 *
 * @param rules as its administrator wrote them
 */
record CiPolicy(CiRules rules) {
  private static final String ANY = "*";

  /**
   * Events that take write access to the repository to cause. All others, which strangers can cause
   * or may one day, count only where a policy names them.
   */
  private static final Set<String> TRUSTED_EVENTS =
      Set.of(
          "push",
          "workflow_dispatch",
          "repository_dispatch",
          "schedule",
          "release",
          "deployment",
          "merge_group");

  /** Whether the run is one the policy means. */
  boolean allows(OidcClaims run) {
    return fitsEvent(run.eventName())
        && (rules.refs().isEmpty() || rules.refs().stream().anyMatch(r -> fits(r, run.ref())))
        && (rules.deploymentEnvironments().isEmpty()
            || (run.environment() != null
                && rules.deploymentEnvironments().contains(run.environment())))
        && (rules.workflows().isEmpty()
            || rules.workflows().stream().anyMatch(w -> fitsWorkflow(w, run)));
  }

  /** Whether it asks for anything that not every branch of the repository has. */
  boolean hasCondition() {
    return (!rules.refs().isEmpty() && !rules.refs().contains(ANY))
        || !rules.deploymentEnvironments().isEmpty()
        || !rules.workflows().isEmpty();
  }

  private boolean fitsEvent(String event) {
    List<String> named = rules.events();
    return named.isEmpty() ? TRUSTED_EVENTS.contains(event) : named.contains(event);
  }

  private static boolean fits(String pattern, String ref) {
    return pattern.endsWith(ANY)
        ? ref.startsWith(pattern.substring(0, pattern.length() - 1))
        : ref.equals(pattern);
  }

  /** A name is never compared with a reference: whoever writes a workflow chooses its name. */
  private static boolean fitsWorkflow(String wanted, OidcClaims run) {
    return wanted.indexOf('@') < 0
        ? wanted.equals(run.workflow())
        : wanted.equals(run.jobWorkflowRef());
  }
}
