package sh.keyway.contracts.secrets;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Caller;

/**
 * Changes an override of this vault (http-vaults §9.6); for administrators of the repository.
 *
 * @param caller who asks
 * @param repoFullName the vault
 * @param id the override
 * @param canRead whether values may be read, null to leave it
 * @param canWrite whether values may be changed, null to leave it
 */
public record UpdateOverride(
    Caller caller,
    String repoFullName,
    UUID id,
    @Nullable Boolean canRead,
    @Nullable Boolean canWrite) {}
