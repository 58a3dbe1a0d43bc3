package sh.keyway.secrets.vault;

import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Role;
import sh.keyway.secrets.forge.Forge.VaultRef;
import sh.keyway.secrets.identity.User;

/**
 * A caller's role on a vault's repository, as it was when they asked.
 *
 * @param user who
 * @param vault the vault
 * @param forgeOwnerId the forge's number for the account that owns the repository, null if unknown
 * @param role the role
 * @param policy number that grows with every change that could have taken the role away
 */
public record HeldRole(
    User user, VaultRef vault, @Nullable Long forgeOwnerId, Role role, long policy) {}
