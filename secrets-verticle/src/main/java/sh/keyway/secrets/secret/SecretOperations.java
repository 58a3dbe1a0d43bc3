package sh.keyway.secrets.secret;

import io.vertx.core.Vertx;
import sh.keyway.secrets.SecretsConfig;
import sh.keyway.secrets.audit.AuditWriter;
import sh.keyway.secrets.database.Database;
import sh.keyway.secrets.permission.Access;
import sh.keyway.secrets.revision.Revisions;

/**
 * The operations of this package.
 *
 * @param read pull and view
 * @param write push
 */
public record SecretOperations(PullSecrets read, PushSecrets write) {
  /** Puts them together. */
  public static SecretOperations of(
      Vertx vertx,
      Database database,
      Access access,
      Revisions revisions,
      AuditWriter audit,
      SecretsConfig config) {
    return new SecretOperations(
        new PullSecrets(new Reading(access, revisions), audit),
        new PushSecrets(database, access, revisions, audit, new WriteQueue(vertx), config));
  }
}
