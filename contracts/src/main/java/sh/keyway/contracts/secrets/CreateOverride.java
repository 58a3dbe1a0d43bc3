package sh.keyway.contracts.secrets;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Caller;
import sh.keyway.contracts.Role;

/**
 * Makes an exception to the matrix (http-vaults §9.5); for administrators of the repository.
 * CONFLICT if there is one for that environment and target, or the vault has too many.
 *
 * @param caller who asks
 * @param repoFullName the vault
 * @param environment name of the environment, which need not exist; {@code *} for all
 * @param targetUserId for whom, null if for a role
 * @param targetRole for which role, null if for a user
 * @param canRead whether values may be read
 * @param canWrite whether values may be changed
 */
public record CreateOverride(
    Caller caller,
    String repoFullName,
    String environment,
    @Nullable UUID targetUserId,
    @Nullable Role targetRole,
    boolean canRead,
    boolean canWrite) {}
