package sh.keyway.contracts.secrets;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Caller;
import sh.keyway.contracts.Scope;

/**
 * Mints an API key. The scopes must be a subset of the caller's own, and {@code admin:server} goes
 * to the installation's owner only; else FORBIDDEN.
 *
 * @param caller who asks
 * @param username for whom, null for the caller; only an administrator may name someone else
 * @param name 1 to 100 characters
 * @param environment {@code live} or {@code test}, a label only
 * @param scopes at least one
 * @param expiresInDays 1 to 365, null for never
 * @param allowedIps valid CIDR blocks or addresses; empty means anywhere
 */
public record CreateApiKey(
    Caller caller,
    @Nullable String username,
    String name,
    String environment,
    Set<Scope> scopes,
    @Nullable Integer expiresInDays,
    List<String> allowedIps) {
  /** Copies the collections in. */
  public CreateApiKey {
    scopes = Set.copyOf(scopes);
    allowedIps = List.copyOf(allowedIps);
  }
}
