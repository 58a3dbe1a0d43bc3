package sh.keyway.contracts.secrets;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import sh.keyway.contracts.EnvironmentType;
import sh.keyway.contracts.Role;

/**
 * A vault's own minimum roles and what holds without them (http-vaults §9.1).
 *
 * @param vaultId the vault
 * @param repoFullName its name as stored
 * @param custom the minimum roles, by environment, reading first
 * @param matrix what roles may do by default
 */
public record PermissionsView(
    UUID vaultId, String repoFullName, List<Minimum> custom, PermissionDefaults matrix) {
  /** Copies the list in. */
  public PermissionsView {
    custom = List.copyOf(custom);
  }

  /**
   * The least role that may read or write an environment.
   *
   * @param id its row
   * @param environment name of the environment
   * @param type its type
   * @param write whether it is about writing, else reading
   * @param minimumRole the role
   * @param createdAt when it was set first
   * @param updatedAt when it was set last
   */
  public record Minimum(
      UUID id,
      String environment,
      EnvironmentType type,
      boolean write,
      Role minimumRole,
      Instant createdAt,
      Instant updatedAt) {}
}
