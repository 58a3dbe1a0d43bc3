package sh.keyway.contracts.secrets;

import java.util.List;
import sh.keyway.contracts.EnvironmentType;
import sh.keyway.contracts.Role;

/**
 * What roles may do where no rule of a vault says otherwise (http-vaults §2.2).
 *
 * @param entries one for each role and environment type, weakest role first
 */
public record PermissionDefaults(List<Entry> entries) {
  /** Copies the list in. */
  public PermissionDefaults {
    entries = List.copyOf(entries);
  }

  /**
   * What one role may do with environments of one type.
   *
   * @param role the role
   * @param type the type
   * @param canRead whether values may be read
   * @param canWrite whether values may be changed
   */
  public record Entry(Role role, EnvironmentType type, boolean canRead, boolean canWrite) {}
}
