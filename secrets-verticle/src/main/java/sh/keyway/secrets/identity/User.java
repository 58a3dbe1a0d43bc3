package sh.keyway.secrets.identity;

import io.vertx.sqlclient.Row;
import java.util.UUID;

/**
 * Whoever a valid credential belongs to.
 *
 * @param id the row
 * @param forge where the user comes from
 * @param forgeUserId number of the account there
 * @param username login name on the forge, as last seen
 * @param owner whether this is the installation's owner
 */
public record User(UUID id, String forge, long forgeUserId, String username, boolean owner) {
  /** What {@link #of} reads, of a table called u. */
  public static final String COLUMNS = "u.id, u.forge, u.forge_user_id, u.username, u.is_owner";

  /** From a row with {@link #COLUMNS}. */
  public static User of(Row row) {
    return new User(
        row.getUUID("id"),
        row.getString("forge"),
        row.getLong("forge_user_id"),
        row.getString("username"),
        row.getBoolean("is_owner"));
  }
}
