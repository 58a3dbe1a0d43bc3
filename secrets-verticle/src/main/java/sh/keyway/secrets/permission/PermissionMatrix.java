package sh.keyway.secrets.permission;

import sh.keyway.contracts.EnvironmentType;
import sh.keyway.contracts.Role;

/** What a role may do with an environment of a type, by default (http-vaults §2.2). */
public final class PermissionMatrix {
  private PermissionMatrix() {}

  /** Whether the role may read. */
  public static boolean canRead(Role role, EnvironmentType type) {
    return role.compareTo(Role.WRITE) >= 0 || type != EnvironmentType.PROTECTED;
  }

  /** Whether the role may write. */
  public static boolean canWrite(Role role, EnvironmentType type) {
    return role == Role.ADMIN
        || (role.compareTo(Role.WRITE) >= 0 && type != EnvironmentType.PROTECTED);
  }
}
