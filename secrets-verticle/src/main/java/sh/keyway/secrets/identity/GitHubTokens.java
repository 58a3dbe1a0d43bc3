package sh.keyway.secrets.identity;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.ProblemException;
import sh.keyway.contracts.bus.RoomClient;
import sh.keyway.contracts.connect.ConnectRoom;
import sh.keyway.contracts.connect.GitHubUser;
import sh.keyway.contracts.connect.IdentifyToken;
import sh.keyway.contracts.secrets.GitHubTokenIdentity;
import sh.keyway.contracts.secrets.IdentifyGitHubToken;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.secrets.SecretsConfig.GitHubRules;
import sh.keyway.secrets.database.Database;
import sh.keyway.secrets.database.Sql;
import sh.keyway.secrets.serving.Desk;
import sh.keyway.secrets.serving.Service;

/**
 * Personal access tokens of GitHub's as credentials (http-auth §2.6). GitHub's word on whose it is
 * holds for a minute. While GitHub does not answer, its last word serves for a quarter of an hour,
 * or less if the rules say so: the silence may be for want of our own quota, which its owner could
 * have used up. A no ends the token at once, and nothing but GitHub's word brings it back.
 */
public final class GitHubTokens implements Service {
  private static final Pattern PERSONAL =
      Pattern.compile("(?:ghp_|github_pat_)[A-Za-z0-9_]{10,244}");

  private static final Duration MOST_STALE = Duration.ofMinutes(15);

  private static final String FIND =
      "select id, user_id, valid_until from github_tokens where token_hash = $1 and valid_until > now()";

  private static final String CONFIRM =
      """
      insert into github_tokens as t (token_hash, user_id, valid_until)
      values ($1, $2, now() + interval '60 seconds')
      on conflict (token_hash) do update set user_id = excluded.user_id,
        valid_until = excluded.valid_until, confirmed_at = now()
      returning id, user_id, valid_until, t.xmax = 0 as first\
      """;

  private static final String END = "delete from github_tokens where token_hash = $1";

  private static final String EXTEND =
      """
      update github_tokens set valid_until = now() + interval '60 seconds'
      where token_hash = $1 and confirmed_at > now() - make_interval(secs => $2)
      returning id, user_id, valid_until\
      """;

  private final Database database;
  private final RoomClient rooms;
  private final GitHubUsers users;
  private final @Nullable GitHubRules rules;
  private final Flights<Buffer, GitHubTokenIdentity> asking;

  /**
   * Works on this database.
   *
   * @param rules null if there is no GitHub App
   */
  public GitHubTokens(
      Vertx vertx,
      Database database,
      RoomClient rooms,
      GitHubUsers users,
      @Nullable GitHubRules rules) {
    this.database = database;
    this.rooms = rooms;
    this.users = users;
    this.rules = rules;
    asking = new Flights<>(vertx, "github-tokens");
  }

  @Override
  public void serveAt(Desk desk) {
    desk.on(SecretsRoom.IDENTIFY_GITHUB_TOKEN, this::identify);
  }

  /** Whose token it is. */
  public Future<GitHubTokenIdentity> identify(IdentifyGitHubToken request) {
    GitHubRules known = rules;
    if (known == null || !known.tokenLogin()) {
      return refuse("GitHub tokens are not accepted here");
    }
    if (!PERSONAL.matcher(request.token()).matches()) {
      return refuse("The GitHub token is not valid");
    }
    Buffer hash = Hash.of(request.token());
    return find(hash)
        .compose(found ->
            found.isPresent()
                ? Future.succeededFuture(found.get())
                : asking.ask(hash, () -> ask(request, hash, known)));
  }

  private Future<Optional<GitHubTokenIdentity>> find(Buffer hash) {
    return database.reads().run(FIND, Tuple.of(hash)).map(GitHubTokens::identity);
  }

  private Future<GitHubTokenIdentity> ask(
      IdentifyGitHubToken request, Buffer hash, GitHubRules known) {
    return rooms
        .call(ConnectRoom.IDENTIFY_TOKEN, new IdentifyToken(request.token()))
        .compose(
            user -> database.transaction(tx -> confirm(tx, request, hash, user)),
            failure -> {
              if (!(failure instanceof ProblemException refusal)) {
                return Future.failedFuture(failure);
              }
              return switch (refusal.problem().kind()) {
                case UNAUTHORIZED -> end(hash);
                case SERVICE_UNAVAILABLE -> extend(hash, known, refusal);
                default -> Future.failedFuture(refusal);
              };
            });
  }

  private Future<GitHubTokenIdentity> confirm(
      Sql tx, IdentifyGitHubToken request, Buffer hash, GitHubUser user) {
    return users
        .upsert(tx, UUID.randomUUID(), user)
        .compose(owner -> {
          UUID userId = owner.user().id();
          return tx.run(CONFIRM, Tuple.of(hash, userId))
              .compose(rows -> {
                Row row = rows.iterator().next();
                GitHubTokenIdentity identity = identity(row);
                return row.getBoolean("first")
                    ? Sessions.recordLogin(
                            tx, userId, request.client(), "github_token", owner.isNew())
                        .map(identity)
                    : Future.succeededFuture(identity);
              });
        });
  }

  private Future<GitHubTokenIdentity> end(Buffer hash) {
    return database
        .change()
        .run(END, Tuple.of(hash))
        .compose(ended -> refuse("The GitHub token is not valid"));
  }

  private Future<GitHubTokenIdentity> extend(
      Buffer hash, GitHubRules known, ProblemException silence) {
    Duration people = known.staleForPeople();
    Duration stale = people.compareTo(MOST_STALE) < 0 ? people : MOST_STALE;
    return database
        .change()
        .run(EXTEND, Tuple.of(hash, (double) stale.toSeconds()))
        .compose(rows ->
            identity(rows)
                .map(Future::succeededFuture)
                .orElseGet(() -> Future.failedFuture(silence)));
  }

  private static Optional<GitHubTokenIdentity> identity(RowSet<Row> rows) {
    return rows.size() == 0 ? Optional.empty() : Optional.of(identity(rows.iterator().next()));
  }

  private static GitHubTokenIdentity identity(Row row) {
    return new GitHubTokenIdentity(
        row.getUUID("id"),
        row.getUUID("user_id"),
        row.getOffsetDateTime("valid_until").toInstant());
  }

  private static <T> Future<T> refuse(String detail) {
    return Future.failedFuture(Problem.of(Kind.UNAUTHORIZED, detail).exception());
  }
}
