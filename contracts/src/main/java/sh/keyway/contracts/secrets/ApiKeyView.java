package sh.keyway.contracts.secrets;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An API key as its owner sees it (http-auth §3.13); never the key itself.
 *
 * @param id its row
 * @param name the owner's name for it
 * @param prefix {@code kw_live_} and the first 8 random characters
 * @param environment {@code live} or {@code test}
 * @param scopes wire names, in the contract's order
 * @param allowedIps null means anywhere
 * @param expiresAt null for never
 * @param lastUsedAt null if never used
 * @param usageCount how often it was used
 * @param createdAt when it was minted
 * @param revokedAt null while it is not
 * @param revokedReason null while it is not revoked
 */
public record ApiKeyView(
    UUID id,
    String name,
    String prefix,
    String environment,
    List<String> scopes,
    @Nullable List<String> allowedIps,
    @Nullable Instant expiresAt,
    @Nullable Instant lastUsedAt,
    long usageCount,
    Instant createdAt,
    @Nullable Instant revokedAt,
    @Nullable String revokedReason) {
  /** Copies the lists in. */
  public ApiKeyView {
    scopes = List.copyOf(scopes);
    allowedIps = allowedIps == null ? null : List.copyOf(allowedIps);
  }
}
