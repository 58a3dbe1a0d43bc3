package sh.keyway.secrets.revision;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import sh.keyway.secrets.database.Sql;
import sh.keyway.secrets.identity.CredentialKind;
import sh.keyway.secrets.identity.Credentials;

/** The statements that append a revision, inside a transaction; their number is fixed. */
public final class RevisionSql {
  private static final Map<CredentialKind, String> MOVE_HEAD =
      CredentialKind.statements(kind ->
          """
          update environments e set head = $5, secret_count = $6, updated_at = now()
          where e.id = $3 and e.head = $5 - 1 and e.policy_revision = $4
            and exists (select from users u where %s)
          """
              .formatted(kind.holds("u.id", "$1", "$2")));

  private static final String TOUCH_VAULT = "update vaults set updated_at = now() where id = $1";

  private static final String INSERT_REVISION =
      "insert into revisions (environment_id, number, key_version, sealed, secret_count, created_by)"
          + " values ($1, $2, $3, $4, $5, $6)";

  private static final String WRITE_SECRETS =
      """
      with added as (
        insert into secrets (environment_id, key, created_revision, updated_revision,
          last_modified_by)
        select $1, key, $2, $2, $3 from unnest($4::text[]) as key
        returning id, version
      ), changed as (
        update secrets set version = version + 1, updated_revision = $2, updated_at = now(),
          last_modified_by = $3
        where environment_id = $1 and deleted_at is null and key = any($5::text[])
        returning id, version
      ), trashed as (
        update secrets set deleted_at = now(), deleted_revision = $2
        where environment_id = $1 and deleted_at is null and key = any($6::text[])
      )
      insert into secret_versions (secret_id, version, revision, created_by)
      select id, version, $2, $3 from added union all select id, version, $2, $3 from changed\
      """;

  private RevisionSql() {}

  /**
   * Appends.
   *
   * @return false if the head, the policy or the credential changed meanwhile; then nothing was
   *     written
   */
  public static Future<Boolean> append(Sql transaction, NewRevision revision) {
    UUID vaultId = revision.grant().vaultId();
    @Nullable UUID userId = revision.grant().userId();
    return transaction
        .run(
            Credentials.statement(MOVE_HEAD, revision.principal()),
            Tuple.of(
                Credentials.userId(revision.principal()),
                Credentials.id(revision.principal()),
                revision.environmentId(),
                revision.grant().policyRevision(),
                revision.number(),
                revision.count()))
        .compose(moved -> {
          if (moved.rowCount() == 0) {
            return Future.succeededFuture(false);
          }
          return transaction
              .run(
                  INSERT_REVISION,
                  Tuple.of(
                      revision.environmentId(),
                      revision.number(),
                      revision.keyVersion(),
                      Buffer.buffer(revision.sealed()),
                      revision.count(),
                      userId))
              .compose(inserted ->
                  transaction.run(
                      WRITE_SECRETS,
                      Tuple.of(
                          revision.environmentId(),
                          revision.number(),
                          userId,
                          array(revision.created()),
                          array(revision.updated()),
                          array(revision.deleted()))))
              .compose(written -> transaction.run(TOUCH_VAULT, Tuple.of(vaultId)))
              .map(true);
        });
  }

  private static Object array(List<String> keys) {
    return keys.toArray(String[]::new);
  }
}
