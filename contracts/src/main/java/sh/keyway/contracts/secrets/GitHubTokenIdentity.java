package sh.keyway.contracts.secrets;

import java.time.Instant;
import java.util.UUID;

/**
 * Whose personal access token it is.
 *
 * @param tokenId the row that knows it
 * @param userId whose
 * @param validUntil when GitHub has to be asked again
 */
public record GitHubTokenIdentity(UUID tokenId, UUID userId, Instant validUntil) {}
