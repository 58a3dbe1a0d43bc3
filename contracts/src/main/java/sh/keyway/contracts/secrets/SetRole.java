package sh.keyway.contracts.secrets;

import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Caller;
import sh.keyway.contracts.Role;

/**
 * Gives a user of the local forge a role on a repository, registering the repository if need be, or
 * takes it away. Holds everywhere the moment it is answered.
 *
 * @param caller an administrator
 * @param username the user; NOT_FOUND if there is none
 * @param repoFullName {@code owner/repo}
 * @param role null to take it away
 */
public record SetRole(Caller caller, String username, String repoFullName, @Nullable Role role) {}
