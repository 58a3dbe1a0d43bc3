package sh.keyway.secrets.permission;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Role;
import sh.keyway.secrets.identity.User;

/**
 * What a user may do with an environment, as decided at a policy revision. Worth something only
 * together with proof that neither the credential nor that revision has changed since.
 *
 * @param user who
 * @param vaultId the vault
 * @param repoFullName its name as stored
 * @param environmentId the environment, null if the vault has none of that name
 * @param environment its name
 * @param role the user's role on the repository
 * @param permission what may be done
 * @param policyRevision the environment's policy revision the decision was made at, 0 without one
 * @param until when the role must be looked up again
 */
public record Grant(
    User user,
    UUID vaultId,
    String repoFullName,
    @Nullable UUID environmentId,
    String environment,
    Role role,
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
