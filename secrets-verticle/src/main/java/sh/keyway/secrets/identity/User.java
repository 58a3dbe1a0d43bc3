package sh.keyway.secrets.identity;

import java.util.UUID;

/**
 * Whoever a valid credential belongs to.
 *
 * @param id the row
 * @param username login name on the forge
 * @param owner whether this is the installation's owner
 */
public record User(UUID id, String username, boolean owner) {}
