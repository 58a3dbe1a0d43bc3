package sh.keyway.contracts.secrets;

import sh.keyway.contracts.EnvironmentType;

/**
 * An environment as shown in a vault.
 *
 * @param name unique in its vault
 * @param type how well it is guarded
 * @param displayOrder position in lists, from 0
 */
public record EnvironmentView(String name, EnvironmentType type, int displayOrder) {}
