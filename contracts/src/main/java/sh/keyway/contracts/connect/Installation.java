package sh.keyway.contracts.connect;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An installation of the App on an account (http-auth §7 G5).
 *
 * @param id numeric id
 * @param accountId numeric id of the account
 * @param accountLogin its name
 * @param organization whether the account is an organisation
 * @param allRepositories whether it covers every repository of the account
 * @param permissions granted permissions, name to {@code read}, {@code write} or {@code admin}
 * @param suspendedAt since when it is suspended, null if it is not
 */
public record Installation(
    long id,
    long accountId,
    String accountLogin,
    boolean organization,
    boolean allRepositories,
    Map<String, String> permissions,
    @Nullable Instant suspendedAt) {
  /** Copies the map in. */
  public Installation {
    permissions = Map.copyOf(permissions);
  }
}
