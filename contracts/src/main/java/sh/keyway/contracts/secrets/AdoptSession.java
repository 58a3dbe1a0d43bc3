package sh.keyway.contracts.secrets;

import java.time.Instant;
import java.util.UUID;

/**
 * Makes a session for a Keyway JWT that names none, as the system before this one issued them, so
 * that it can be revoked like any other. Repeating it changes nothing. UNAUTHORIZED if there is no
 * such user.
 *
 * @param userId the token's subject
 * @param sessionId derived from the token, always the same for it
 * @param issuedAt {@code iat}
 * @param expiresAt {@code exp}
 */
public record AdoptSession(UUID userId, UUID sessionId, Instant issuedAt, Instant expiresAt) {}
