package sh.keyway.contracts.secrets;

import java.util.List;

/**
 * Which workflow runs may pull which environments. Of each list one entry must fit; an empty list
 * asks for nothing, but for events, where it means those that only people with write access cause.
 *
 * @param environments names of the environments, at least one
 * @param refs {@code refs/heads/…}, {@code refs/tags/…} or {@code refs/pull/…}, exactly or, with a
 *     {@code *} at the end, as a beginning; {@code *} alone is any
 * @param deploymentEnvironments GitHub's deployment environments, exactly
 * @param workflows names of workflows or, with an {@code @}, values of {@code job_workflow_ref},
 *     exactly
 * @param events names of events, exactly
 */
public record CiRules(
    List<String> environments,
    List<String> refs,
    List<String> deploymentEnvironments,
    List<String> workflows,
    List<String> events) {
  /** Copies the lists in. */
  public CiRules {
    environments = List.copyOf(environments);
    refs = List.copyOf(refs);
    deploymentEnvironments = List.copyOf(deploymentEnvironments);
    workflows = List.copyOf(workflows);
    events = List.copyOf(events);
  }
}
