package sh.keyway.contracts.connect;

/**
 * Asks for one installation (http-auth §5.5, G5 to G7). NOT_FOUND if GitHub knows none.
 *
 * @param installationId numeric id
 */
public record GetInstallation(long installationId) {}
