package sh.keyway.secrets.identity;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.secrets.SessionFacts;
import sh.keyway.contracts.secrets.SessionList;
import sh.keyway.secrets.database.Sql;

/** The statements on sessions. */
final class SessionSql {
  // Locked, so that it is adopted before all sessions of the user are ended, or not at all. One
  // that
  // has its session has it still, be that what it may.
  static final String ADOPT =
      """
      insert into sessions (id, user_id, method, created_at, expires_at)
      select $1, u.id, 'adopted', $3, $4 from users u
      where u.id = $2
        and (u.sessions_valid_from < $3 or exists (select from sessions s where s.id = $1))
      for share of u
      on conflict (id) do update set method = sessions.method returning id\
      """;

  // Whole seconds, because that is what a JWT can say; hours, because a day may have 23 of them.
  static final String START =
      """
      with who as (select %1$s from users u where u.id = $1 for key share),
        made as (
          insert into sessions (id, user_id, method, created_at, expires_at, created_from_ip,
            created_user_agent)
          select gen_random_uuid(), who.id, $2, date_trunc('second', now()),
            date_trunc('second', now()) + interval '168 hours', $3, $4 from who
          returning id as session_id, created_at, expires_at
        )
      select made.*, u.* from made, who u\
      """
          .formatted(User.COLUMNS);

  static final String FIND =
      """
      select s.id as session_id, s.created_at, s.expires_at, %s
      from sessions s join users u on u.id = s.user_id
      where s.id = $1 and s.revoked_at is null and s.expires_at > now()\
      """
          .formatted(User.COLUMNS);

  static final String REVOKE_ONE =
      """
      update sessions set revoked_at = now()
      where user_id = $1 and id = $2 and revoked_at is null and expires_at > now()\
      """;

  private static final String REVOKE_OTHERS =
      """
      update sessions set revoked_at = now()
      where user_id = any($1::uuid[]) and id is distinct from $2::uuid and revoked_at is null
        and expires_at > now()\
      """;

  private static final String REFUSE_OLDER =
      "update users set sessions_valid_from = now() where id = any($1::uuid[])";

  private static final String LIST =
      """
      select id, method, created_at, expires_at, created_from_ip, created_user_agent
      from sessions where user_id = $1 and revoked_at is null and expires_at > now()
      order by created_at desc, id limit 100\
      """;

  private static final String NAMED = "select id from users where lower(username) = $1";

  private static final String CANCEL_APPROVALS =
      "delete from device_approvals where user_id = any($1::uuid[])";

  private static final String CANCEL_LINKS =
      "delete from login_links where user_id = any($1::uuid[])";

  private static final String CANCEL_DEVICES =
      """
      update device_codes set status = 'denied', user_id = null
      where user_id = any($1::uuid[]) and status = 'approved' and redeemed_at is null\
      """;

  private SessionSql() {}

  private static Future<?> cancelWhatIsOnItsWay(Sql tx, Object users) {
    Tuple parameters = Tuple.of(users);
    return tx.run(CANCEL_APPROVALS, parameters)
        .compose(done -> tx.run(CANCEL_LINKS, parameters))
        .compose(done -> tx.run(CANCEL_DEVICES, parameters));
  }

  /**
   * Ends the users' sessions, and makes worthless what could still become one: what they began, and
   * tokens that name no session and are from before now.
   *
   * @param users ids, as an array
   * @param except a session to leave as it is, null for none
   * @return how many were ended
   */
  static Future<Integer> endAll(Sql tx, Object users, @Nullable UUID except) {
    return tx.run(REFUSE_OLDER, Tuple.of(users))
        .compose(done -> cancelWhatIsOnItsWay(tx, users))
        .compose(done -> tx.run(REVOKE_OTHERS, Tuple.of(users, except)))
        .map(SqlResult::rowCount);
  }

  /** Everyone with this login name, on any forge. */
  static Future<UUID[]> named(Sql sql, String username) {
    return sql.run(NAMED, Tuple.of(username.toLowerCase(Locale.ROOT)))
        .map(rows -> {
          List<UUID> users = new ArrayList<>();
          rows.forEach(row -> users.add(row.getUUID("id")));
          return users.toArray(UUID[]::new);
        });
  }

  static Future<SessionList> list(Sql sql, UUID userId, @Nullable UUID current) {
    return sql.run(LIST, Tuple.of(userId))
        .map(rows -> {
          List<SessionList.Entry> sessions = new ArrayList<>();
          rows.forEach(row -> sessions.add(entry(row, current)));
          return new SessionList(sessions);
        });
  }

  private static SessionList.Entry entry(Row row, @Nullable UUID current) {
    UUID id = row.getUUID("id");
    return new SessionList.Entry(
        id,
        row.getString("method"),
        row.getOffsetDateTime("created_at").toInstant(),
        row.getOffsetDateTime("expires_at").toInstant(),
        row.getString("created_from_ip"),
        row.getString("created_user_agent"),
        id.equals(current));
  }

  static SessionFacts facts(Row row) {
    User user = User.of(row);
    return new SessionFacts(
        row.getUUID("session_id"),
        user.id(),
        user.forge(),
        String.valueOf(user.forgeUserId()),
        user.username(),
        row.getOffsetDateTime("created_at").toInstant(),
        row.getOffsetDateTime("expires_at").toInstant());
  }
}
