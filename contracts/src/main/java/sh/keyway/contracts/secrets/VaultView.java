package sh.keyway.contracts.secrets;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Role;

/**
 * A vault as its caller sees it (http-vaults §4.1).
 *
 * @param id its row
 * @param repoFullName {@code owner/repo}
 * @param forge forge type, {@code local} or {@code github}
 * @param secretCount active secrets of all environments
 * @param environments in display order
 * @param permission the caller's role, null if none
 * @param isPrivate whether the repository is
 * @param createdAt when it was made
 * @param updatedAt when it last changed
 */
public record VaultView(
    UUID id,
    String repoFullName,
    String forge,
    int secretCount,
    List<EnvironmentView> environments,
    @Nullable Role permission,
    boolean isPrivate,
    Instant createdAt,
    Instant updatedAt) {
  /** Copies the list in. */
  public VaultView {
    environments = List.copyOf(environments);
  }
}
