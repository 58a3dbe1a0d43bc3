package sh.keyway.contracts.secrets;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A user.
 *
 * @param id its row
 * @param forge forge type, {@code local} or {@code github}
 * @param forgeUserId the forge's numeric id, in digits
 * @param username login name on the forge
 * @param email null if unknown
 * @param avatarUrl null if unknown
 * @param plan {@code free} unless billing is on
 * @param owner whether this is the installation's owner
 * @param createdAt when the row was made
 */
public record UserView(
    UUID id,
    String forge,
    String forgeUserId,
    String username,
    @Nullable String email,
    @Nullable String avatarUrl,
    String plan,
    boolean owner,
    Instant createdAt) {}
