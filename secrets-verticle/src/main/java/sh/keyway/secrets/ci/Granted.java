package sh.keyway.secrets.ci;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import sh.keyway.contracts.EnvironmentType;
import sh.keyway.contracts.connect.OidcClaims;
import sh.keyway.contracts.secrets.CiPolicyView;

/**
 * What all policies together allow a run.
 *
 * @param environments names of environments there are, in order of names
 * @param guarded those of them that a policy with a condition allows
 */
record Granted(List<String> environments, List<String> guarded) {

  /** A protected environment needs a policy that has a condition, whatever it was made as. */
  static Granted to(
      OidcClaims run, List<CiPolicyView> policies, Map<String, EnvironmentType> environments) {
    TreeSet<String> allowed = new TreeSet<>();
    TreeSet<String> guarded = new TreeSet<>();
    for (CiPolicyView view : policies) {
      CiPolicy policy = new CiPolicy(view.rules());
      if (!view.active() || !policy.allows(run)) {
        continue;
      }
      for (String name : view.rules().environments()) {
        EnvironmentType type = environments.get(name);
        if (type == null || (type == EnvironmentType.PROTECTED && !policy.hasCondition())) {
          continue;
        }
        allowed.add(name);
        if (policy.hasCondition()) {
          guarded.add(name);
        }
      }
    }
    return new Granted(new ArrayList<>(allowed), new ArrayList<>(guarded));
  }
}
