package sh.keyway.contracts.crypto;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a ciphertext belongs. It selects the subkey (purpose and scope) and is authenticated as
 * additional data, so that a row moved or replayed elsewhere does not open.
 *
 * @param purpose what it is for
 * @param scopeId the vault's or user's uuid
 * @param environmentId for {@link Purpose#REVISION} the environment's uuid, else null
 * @param revision for {@link Purpose#REVISION} the revision's number from 1, else 0
 */
public record Binding(Purpose purpose, UUID scopeId, @Nullable UUID environmentId, long revision) {

  /** Refuses a binding that is not canonical. */
  public Binding {
    boolean ofRevision = purpose == Purpose.REVISION;
    if (ofRevision != (environmentId != null) || ofRevision != (revision > 0)) {
      throw new IllegalArgumentException("binding does not fit its purpose");
    }
  }

  /** The binding of one revision of an environment. */
  public static Binding revision(UUID vaultId, UUID environmentId, long revision) {
    return new Binding(Purpose.REVISION, vaultId, environmentId, revision);
  }

  /** The binding of a ciphertext that has nothing but a purpose and a scope. */
  public static Binding of(Purpose purpose, UUID scopeId) {
    return new Binding(purpose, scopeId, null, 0);
  }
}
