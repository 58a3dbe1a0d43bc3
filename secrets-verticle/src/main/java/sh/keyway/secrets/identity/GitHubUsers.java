package sh.keyway.secrets.identity;

import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.connect.GitHubUser;
import sh.keyway.contracts.connect.SignedIn;
import sh.keyway.secrets.database.Database;
import sh.keyway.secrets.database.Sql;

/** Users that GitHub knows. The number is who they are; name, address and picture follow GitHub. */
public final class GitHubUsers {
  private static final int EMAIL_LENGTH = 320;
  private static final int AVATAR_LENGTH = 2048;
  private static final int ATTEMPTS = 3;

  private static final String FIND =
      "select id from users where forge = 'github' and forge_user_id = $1";

  // A row that the statement updates carries its transaction in xmax, one it inserts does not.
  private static final String UPSERT =
      """
      insert into users as u (id, forge, forge_user_id, username, email, avatar_url)
      values ($1, 'github', $2, $3, $4, $5)
      on conflict (forge, forge_user_id) do update set username = excluded.username,
        email = coalesce(excluded.email, u.email), avatar_url = excluded.avatar_url,
        updated_at = now()
      returning %s, u.xmax = 0 as is_new
      """
          .formatted(User.COLUMNS);

  private final Database database;
  private final UserTokens tokens;

  /** Works on this database. */
  public GitHubUsers(Database database, UserTokens tokens) {
    this.database = database;
    this.tokens = tokens;
  }

  /**
   * A user that GitHub vouched for.
   *
   * @param user the row
   * @param isNew whether this made it
   */
  public record Known(User user, boolean isNew) {}

  /** Somebody else made the user's row first, so that the tokens are sealed for the wrong one. */
  private static final class LateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LateException() {
      super("the user's row is another one", null, false, false);
    }
  }

  /**
   * Stores user and tokens and, in the same transaction, what follows from it.
   *
   * @param work only SQL
   */
  public <T> Future<T> signedIn(SignedIn in, BiFunction<Sql, Known, Future<T>> work) {
    return attempt(in, work, ATTEMPTS);
  }

  private <T> Future<T> attempt(SignedIn in, BiFunction<Sql, Known, Future<T>> work, int attempts) {
    return database
        .reads()
        .run(FIND, Tuple.of(in.user().id()))
        .map(rows -> rows.size() == 0 ? UUID.randomUUID() : rows.iterator().next().getUUID("id"))
        .compose(id ->
            tokens
                .seal(id, in.tokens())
                .compose(sealed ->
                    database.transaction(tx ->
                        upsert(tx, id, in.user())
                            .compose(known ->
                                known.user().id().equals(id)
                                    ? tokens.store(tx, id, sealed).map(known)
                                    : Future.failedFuture(new LateException()))
                            .compose(known -> work.apply(tx, known)))))
        .recover(failure ->
            failure instanceof LateException && attempts > 1
                ? attempt(in, work, attempts - 1)
                : Future.failedFuture(failure));
  }

  /** Brings the user's row up to date; makes it if there is none, under this id. */
  Future<Known> upsert(Sql transaction, UUID id, GitHubUser user) {
    Tuple parameters =
        Tuple.of(
            id,
            user.id(),
            user.login(),
            fitting(user.email(), EMAIL_LENGTH),
            fitting(user.avatarUrl(), AVATAR_LENGTH));
    return transaction
        .run(UPSERT, parameters)
        .map(rows -> rows.iterator().next())
        .map(row -> new Known(User.of(row), row.getBoolean("is_new")));
  }

  private static @Nullable String fitting(@Nullable String text, int length) {
    return text == null || text.length() > length || text.indexOf('\0') >= 0 ? null : text;
  }
}
