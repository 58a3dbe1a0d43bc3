package sh.keyway.contracts.secrets;

import java.time.Instant;
import java.util.UUID;

/**
 * A session, as its Keyway JWT tells it (http-auth §2.3).
 *
 * @param sessionId the row, the token's {@code jti}
 * @param userId whose
 * @param forge where the user comes from
 * @param forgeUserId the account there, digits
 * @param username login name
 * @param issuedAt in whole seconds
 * @param expiresAt in whole seconds
 */
public record SessionFacts(
    UUID sessionId,
    UUID userId,
    String forge,
    String forgeUserId,
    String username,
    Instant issuedAt,
    Instant expiresAt) {}
