package sh.keyway.secrets.permission;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a credential may do with an environment, as decided at a policy revision. Worth something
 * only together with proof that neither the credential nor that revision has changed since.
 *
 * @param userId whose it is, null if it belongs to no user
 * @param vaultId the vault
 * @param repoFullName its name as stored
 * @param environmentId the environment, null if the vault has none of that name
 * @param environment its name
 * @param permission what may be done
 * @param policyRevision the environment's policy revision the decision was made at, 0 without one
 * @param until when it must be decided again
 */
public record Grant(
    @Nullable UUID userId,
    UUID vaultId,
    String repoFullName,
    @Nullable UUID environmentId,
    String environment,
    Permission permission,
    long policyRevision,
    Instant until) {
  /** Whether values may be read. */
  public boolean canRead() {
    return permission.canRead();
  }

  /** Whether values may be changed. */
  public boolean canWrite() {
    return permission.canWrite();
  }
}
