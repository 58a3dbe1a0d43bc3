package sh.keyway.secrets.permission;

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
 * @param canRead whether values may be read
 * @param canWrite whether values may be changed
 * @param policyRevision the environment's policy revision the decision was made at, 0 without one
 */
public record Grant(
    User user,
    UUID vaultId,
    String repoFullName,
    @Nullable UUID environmentId,
    String environment,
    Role role,
    boolean canRead,
    boolean canWrite,
    long policyRevision) {}
