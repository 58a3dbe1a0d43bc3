package sh.keyway.contracts.secrets;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Scope;

/**
 * An API key that was valid when asked.
 *
 * @param keyId its row
 * @param userId its owner
 * @param scopes what it may be used for
 * @param allowedIps CIDR blocks it may be used from; empty means anywhere
 * @param expiresAt when it ends, null for never
 */
public record ApiKeyIdentity(
    UUID keyId,
    UUID userId,
    Set<Scope> scopes,
    List<String> allowedIps,
    @Nullable Instant expiresAt) {
  /** Copies the collections in. */
  public ApiKeyIdentity {
    scopes = Set.copyOf(scopes);
    allowedIps = List.copyOf(allowedIps);
  }
}
