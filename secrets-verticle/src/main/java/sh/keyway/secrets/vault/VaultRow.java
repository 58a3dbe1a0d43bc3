package sh.keyway.secrets.vault;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Role;
import sh.keyway.contracts.secrets.EnvironmentView;
import sh.keyway.contracts.secrets.VaultView;
import sh.keyway.secrets.forge.Forge.VaultRef;

/**
 * A vault as stored, with its environments in display order.
 *
 * @param policy number that grows with every change of what the vault allows
 */
record VaultRow(
    UUID id,
    String repoFullName,
    String forge,
    long repositoryId,
    long roleEpoch,
    long policy,
    UUID ownerId,
    boolean isPrivate,
    Instant createdAt,
    Instant updatedAt,
    List<EnvironmentView> environments,
    int secretCount) {

  /** As its forge knows it. */
  VaultRef ref() {
    return new VaultRef(id, forge, repositoryId, repoFullName, roleEpoch);
  }

  /** As its owner sees it who has no role on the repository any more. */
  VaultView shell() {
    return new VaultView(
        id, repoFullName, forge, 0, List.of(), null, isPrivate, createdAt, updatedAt);
  }

  /** As a caller with this role sees it. */
  VaultView view(@Nullable Role role) {
    return new VaultView(
        id, repoFullName, forge, secretCount, environments, role, isPrivate, createdAt, updatedAt);
  }
}
