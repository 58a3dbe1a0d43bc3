package sh.keyway.secrets.ci;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import sh.keyway.contracts.connect.OidcClaims;
import sh.keyway.contracts.secrets.CiRules;

/**
 * What a policy says of a workflow run.
 *
 * @param rules as its administrator wrote them
 */
record CiPolicy(CiRules rules) {
  private static final String ANY = "*";
  private static final List<String> KINDS_OF_REFS =
      List.of("refs/heads/", "refs/tags/", "refs/pull/");

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

  /**
   * Whether it asks for anything that not everybody who may push a branch can bring about. One
   * entry that anybody fits makes a list worthless.
   */
  boolean hasCondition() {
    return conditional(rules.refs(), ref -> !fitsAnyOfAKind(ref))
        || conditional(rules.deploymentEnvironments(), name -> true)
        || conditional(rules.workflows(), name -> name.indexOf('@') >= 0);
  }

  private static boolean conditional(List<String> entries, Predicate<String> condition) {
    return !entries.isEmpty() && entries.stream().allMatch(condition);
  }

  /** {@code *}, {@code refs/heads/*} and whatever else all branches, tags or pull requests fit. */
  private static boolean fitsAnyOfAKind(String pattern) {
    return pattern.endsWith(ANY)
        && KINDS_OF_REFS.stream()
            .anyMatch(kind -> kind.startsWith(pattern.substring(0, pattern.length() - 1)));
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
