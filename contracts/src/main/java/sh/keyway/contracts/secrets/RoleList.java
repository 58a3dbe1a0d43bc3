package sh.keyway.contracts.secrets;

import java.util.List;
import sh.keyway.contracts.Role;

/** A local user's roles. */
public record RoleList(List<Entry> roles) {
  /** Copies the list in. */
  public RoleList {
    roles = List.copyOf(roles);
  }

  /**
   * One role.
   *
   * @param repoFullName {@code owner/repo}
   * @param role the role there
   */
  public record Entry(String repoFullName, Role role) {}
}
