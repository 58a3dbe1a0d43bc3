package sh.keyway.secrets.permission;

import java.util.Arrays;
import java.util.function.Predicate;
import sh.keyway.contracts.EnvironmentType;
import sh.keyway.contracts.Role;
import sh.keyway.contracts.secrets.MinimumsReset;
import sh.keyway.contracts.secrets.PermissionDefaults;

/** What a role may do with an environment of a type, by default (http-vaults §2.2). */
public final class PermissionMatrix {
  private PermissionMatrix() {}

  /** All of it. */
  static PermissionDefaults defaults() {
    return new PermissionDefaults(
        Arrays.stream(Role.values())
            .flatMap(role ->
                Arrays.stream(EnvironmentType.values())
                    .map(type ->
                        new PermissionDefaults.Entry(
                            role, type, canRead(role, type), canWrite(role, type))))
            .toList());
  }

  /** The least roles that may read and write. */
  static MinimumsReset minimums(EnvironmentType type) {
    return new MinimumsReset(
        least(role -> canRead(role, type)), least(role -> canWrite(role, type)));
  }

  private static Role least(Predicate<Role> may) {
    return Arrays.stream(Role.values()).filter(may).findFirst().orElse(Role.ADMIN);
  }

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
