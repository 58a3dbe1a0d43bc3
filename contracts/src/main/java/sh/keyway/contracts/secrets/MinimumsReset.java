package sh.keyway.contracts.secrets;

import sh.keyway.contracts.Role;

/**
 * What holds for the environment now.
 *
 * @param read the least role that may read
 * @param write the least role that may write
 */
public record MinimumsReset(Role read, Role write) {}
