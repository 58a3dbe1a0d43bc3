package sh.keyway.contracts.secrets;

import java.util.List;

/**
 * A vault's policies on workflow runs.
 *
 * @param policies oldest first
 */
public record CiPolicyList(List<CiPolicyView> policies) {
  /** Copies the list in. */
  public CiPolicyList {
    policies = List.copyOf(policies);
  }
}
