package sh.keyway.secrets.permission;

/**
 * What somebody may do with an environment; one does not imply the other.
 *
 * @param canRead whether values may be read
 * @param canWrite whether values may be changed
 */
public record Permission(boolean canRead, boolean canWrite) {}
