package sh.keyway.contracts.secrets;

import sh.keyway.contracts.Caller;
import sh.keyway.contracts.Role;

/**
 * Sets the least roles that may read and write an environment (http-vaults §9.2); for
 * administrators of the repository. NOT_FOUND if the vault has no such environment.
 */
public record SetMinimums(
    Caller caller, String repoFullName, String environment, Role read, Role write) {}
