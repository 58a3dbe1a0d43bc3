package sh.keyway.contracts.secrets;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Role;

/**
 * An exception to the matrix (http-vaults §9.4).
 *
 * @param id its row
 * @param environment name of the environment, {@code *} for all
 * @param targetUser for whom, null if for a role
 * @param targetRole for which role, null if for a user
 * @param canRead whether values may be read
 * @param canWrite whether values may be changed
 * @param createdBy who made it, null if gone
 * @param createdAt when it was made
 * @param updatedAt when it last changed
 */
public record OverrideView(
    UUID id,
    String environment,
    @Nullable Person targetUser,
    @Nullable Role targetRole,
    boolean canRead,
    boolean canWrite,
    @Nullable Person createdBy,
    Instant createdAt,
    Instant updatedAt) {

  /**
   * A user, as others see them.
   *
   * @param id the row
   * @param username login name
   * @param avatarUrl picture, null if none is known
   */
  public record Person(UUID id, String username, @Nullable String avatarUrl) {}
}
