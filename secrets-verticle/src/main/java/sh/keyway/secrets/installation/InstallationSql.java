package sh.keyway.secrets.installation;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.secrets.InstallationList;
import sh.keyway.secrets.database.Sql;
import sh.keyway.secrets.forge.Forge.VaultRef;

/** The statements on installations. */
final class InstallationSql {
  private static final String INSERT =
      """
      insert into installations as i (installation_id, account_id, account_login, account_type,
        selection, permissions, status, told_at, installer_id)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
      on conflict (installation_id) do update
        set installer_id = coalesce(i.installer_id, excluded.installer_id)
      returning id\
      """;

  private static final String UPDATE =
      """
      update installations
      set account_login = $2, selection = $3, permissions = $4, status = $5,
        told_at = greatest(told_at, $6), updated_at = now()
      where id = $1 and status <> 'deleted'
        and ($5 = 'deleted' or told_at is null or $6::timestamptz is null or told_at <= $6)\
      """;

  private static final String DISCOVER =
      """
      insert into installations (installation_id, account_id, account_login, account_type,
        selection, permissions, status)
      select $1, $2, $3, $4, $5, $6, $7
      where not exists (select from installations where installation_id = $1)
      on conflict do nothing\
      """;

  private static final String ADD_REPOSITORIES =
      """
      insert into installation_repositories (installation_id, repository_id, full_name)
      select $1, id, min(name) from unnest($2::bigint[], $3::text[]) as row(id, name) group by id
      on conflict (installation_id, repository_id) do update set full_name = excluded.full_name\
      """;

  private static final String REMOVE_REPOSITORIES =
      """
      delete from installation_repositories
      where installation_id = $1 and repository_id = any($2::bigint[])\
      """;

  private static final String RENAME_REPOSITORY =
      "update installation_repositories set full_name = $2 where repository_id = $1";

  private static final String LIST =
      """
      select i.id, i.installation_id, i.account_login, i.account_type, i.selection, i.created_at,
        (select count(*) from installation_repositories r where r.installation_id = i.id) as count
      from installations i where i.installer_id = $1 and i.status = 'active'
      order by i.created_at desc, i.id limit 1000\
      """;

  private static final String FIND_VAULT =
      """
      select id, forge, forge_repo_id, forge_owner_id, repo_full_name, role_epoch
      from vaults where lower(repo_full_name) = lower($1)\
      """;

  private static final String FIND_USER =
      "select id from users where forge = 'github' and forge_user_id = $1";

  private InstallationSql() {}

  /** A vault and the number of the account that owns its repository. */
  record FoundVault(VaultRef ref, @Nullable Long ownerId) {}

  /**
   * Keeps what was said, unless something newer is known. Deleted is for ever: an account that
   * installs the App again gets another number.
   *
   * @param installerId who installed it, null if this news does not tell
   * @return our own id
   */
  static Future<UUID> tell(Sql transaction, InstallationNews news, @Nullable Long installerId) {
    return transaction
        .run(
            INSERT,
            Tuple.of(
                news.id(),
                news.accountId(),
                news.accountLogin(),
                news.accountType(),
                news.selection(),
                news.permissions(),
                news.status(),
                utc(news.toldAt()),
                installerId))
        .map(rows -> rows.iterator().next().getUUID("id"))
        .compose(id ->
            transaction
                .run(
                    UPDATE,
                    Tuple.of(
                        id,
                        news.accountLogin(),
                        news.selection(),
                        news.permissions(),
                        news.status(),
                        utc(news.toldAt())))
                .map(id));
  }

  /** Keeps an installation that no webhook told of; what is known stays. */
  static Future<?> discover(Sql sql, InstallationNews news) {
    return sql.run(
        DISCOVER,
        Tuple.of(
            news.id(),
            news.accountId(),
            news.accountLogin(),
            news.accountType(),
            news.selection(),
            news.permissions(),
            news.status()));
  }

  static Future<?> addRepositories(Sql transaction, UUID installation, List<Repository> added) {
    return added.isEmpty()
        ? Future.succeededFuture()
        : transaction.run(
            ADD_REPOSITORIES,
            Tuple.of(
                installation,
                ids(added),
                added.stream().map(Repository::fullName).toArray(String[]::new)));
  }

  static Future<?> removeRepositories(
      Sql transaction, UUID installation, List<Repository> removed) {
    return removed.isEmpty()
        ? Future.succeededFuture()
        : transaction.run(REMOVE_REPOSITORIES, Tuple.of(installation, ids(removed)));
  }

  static Future<?> renameRepository(Sql transaction, Repository repository) {
    return transaction.run(RENAME_REPOSITORY, Tuple.of(repository.id(), repository.fullName()));
  }

  /** Those that this GitHub user made and that work. */
  static Future<InstallationList> list(Sql sql, long installerId) {
    return sql.run(LIST, Tuple.of(installerId))
        .map(rows -> {
          List<InstallationList.Entry> entries = new ArrayList<>();
          rows.forEach(row -> entries.add(entry(row)));
          return new InstallationList(entries);
        });
  }

  private static InstallationList.Entry entry(Row row) {
    return new InstallationList.Entry(
        row.getUUID("id"),
        row.getLong("installation_id"),
        row.getString("account_login"),
        row.getString("account_type").equals("organization"),
        row.getString("selection").equals("all"),
        row.getInteger("count"),
        row.getOffsetDateTime("created_at").toInstant());
  }

  static Future<Optional<FoundVault>> findVault(Sql sql, String repoFullName) {
    return sql.run(FIND_VAULT, Tuple.of(repoFullName))
        .map(rows ->
            rows.size() == 0 ? Optional.empty() : Optional.of(vault(rows.iterator().next())));
  }

  private static FoundVault vault(Row row) {
    return new FoundVault(
        new VaultRef(
            row.getUUID("id"),
            row.getString("forge"),
            row.getLong("forge_repo_id"),
            row.getString("repo_full_name"),
            row.getLong("role_epoch")),
        row.getLong("forge_owner_id"));
  }

  /** Our user for an account on GitHub; empty if they never signed in. */
  static Future<Optional<UUID>> findUser(Sql sql, long forgeUserId) {
    return sql.run(FIND_USER, Tuple.of(forgeUserId))
        .map(rows ->
            rows.size() == 0
                ? Optional.empty()
                : Optional.of(rows.iterator().next().getUUID("id")));
  }

  private static Object ids(List<Repository> repositories) {
    return repositories.stream().map(Repository::id).toArray(Long[]::new);
  }

  private static @Nullable OffsetDateTime utc(@Nullable Instant moment) {
    return moment == null ? null : moment.atOffset(ZoneOffset.UTC);
  }
}
