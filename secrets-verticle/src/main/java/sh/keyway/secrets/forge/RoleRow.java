package sh.keyway.secrets.forge;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Role;
import sh.keyway.secrets.forge.Forge.Repository;
import sh.keyway.secrets.forge.Forge.VaultRef;

/**
 * What is on record about a user and a vault's repository.
 *
 * @param vault the vault as it is now
 * @param repository its repository as last seen
 * @param role null for an explicit no, and if there is no record
 * @param checkedAt when GitHub was asked; null if it must be asked before anything is believed, and
 *     if there is no record
 */
record RoleRow(
    VaultRef vault, Repository repository, @Nullable Role role, @Nullable Instant checkedAt) {
  /** Whether GitHub ever said yes: such users are not strangers. */
  boolean known() {
    return role != null;
  }
}
