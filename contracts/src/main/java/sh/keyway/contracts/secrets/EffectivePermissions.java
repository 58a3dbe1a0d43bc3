package sh.keyway.contracts.secrets;

import java.util.List;
import sh.keyway.contracts.Role;

/**
 * What a caller may do in each environment of a vault.
 *
 * @param role the caller's role on the repository
 * @param environments in display order
 */
public record EffectivePermissions(Role role, List<Entry> environments) {
  /** Copies the list in. */
  public EffectivePermissions {
    environments = List.copyOf(environments);
  }

  /**
   * What the caller may do in one environment.
   *
   * @param environment its name
   * @param canRead whether values may be read
   * @param canWrite whether values may be changed
   */
  public record Entry(String environment, boolean canRead, boolean canWrite) {}
}
