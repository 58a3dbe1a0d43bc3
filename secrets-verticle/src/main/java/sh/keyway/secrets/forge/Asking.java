package sh.keyway.secrets.forge;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.ProblemException;
import sh.keyway.contracts.Role;
import sh.keyway.contracts.bus.RoomClient;
import sh.keyway.contracts.connect.ConnectRoom;
import sh.keyway.contracts.connect.FindRole;
import sh.keyway.contracts.connect.FoundRole;
import sh.keyway.contracts.connect.RepositoryFacts;
import sh.keyway.contracts.connect.RoleAnswer;
import sh.keyway.contracts.connect.RoleAnswer.Cause;
import sh.keyway.secrets.forge.Outcome.Answered;
import sh.keyway.secrets.forge.Outcome.Outdated;
import sh.keyway.secrets.forge.Outcome.Silent;
import sh.keyway.secrets.identity.User;
import sh.keyway.secrets.serving.StillAskingException;

/** Asks the connect room who may what, and keeps the answer. Confined to one event loop. */
final class Asking {
  /** Milliseconds within which GitHub usually answers; then the request is told to come back. */
  private static final long PATIENCE = 1_500;

  private final Context context;
  private final RoomClient rooms;
  private final RoleStore store;
  private final Questions questions;
  private final InstantSource clock;

  Asking(Vertx vertx, RoomClient rooms, RoleStore store, Questions questions, InstantSource clock) {
    this.context = vertx.getOrCreateContext();
    this.rooms = rooms;
    this.store = store;
    this.questions = questions;
    this.clock = clock;
  }

  /** What silence is remembered under: one user's must not be another's. */
  record Pair(Object user, Object of) {}

  /** One look-up; another one after a revocation, whose word the first would not have heard. */
  private record Question(Pair pair, long epoch) {}

  static Pair pair(User user, RoleRow row) {
    return new Pair(user.id(), row.vault().id());
  }

  /** Asks for the user's role on the vault's repository, sharing a look-up under way. */
  Future<Outcome> role(User user, RoleRow row) {
    Pair pair = pair(user, row);
    return ask(
        pair,
        new Question(pair, row.vault().roleEpoch()),
        user,
        !row.known(),
        () -> {
          Instant asked = clock.instant();
          return find(user, row.vault().repoFullName(), row.known())
              .compose(answer -> keep(user, row, answer, asked));
        });
  }

  /**
   * Asks anything, sharing and limiting it, and remembers silence.
   *
   * @param stranger whether nothing says that the user has anything there, vault or not
   */
  Future<Outcome> ask(
      Pair pair, Object question, User user, boolean stranger, Supplier<Future<Outcome>> asking) {
    Future<Outcome> shared =
        questions.ask(
            question,
            user.id(),
            stranger,
            () ->
                asking
                    .get()
                    .onSuccess(
                        outcome -> questions.remembered().note(pair, outcome, clock.instant())));
    Promise<Outcome> here = ((ContextInternal) context).promise();
    shared.onComplete(here);
    return here.future();
  }

  /** The outcome, if it comes soon. */
  Future<Outcome> soon(Future<Outcome> answer) {
    return answer
        .timeout(PATIENCE, TimeUnit.MILLISECONDS)
        .recover(failure ->
            Future.failedFuture(
                failure instanceof TimeoutException ? new StillAskingException(answer) : failure));
  }

  /** GitHub's answer about a name; a connect room that is away is as silent as GitHub. */
  Future<RoleAnswer> find(User user, String repoFullName, boolean known) {
    return rooms
        .call(
            ConnectRoom.FIND_ROLE,
            new FindRole(user.forgeUserId(), user.username(), repoFullName, known))
        .map(FoundRole::answer)
        .otherwise(Asking::unanswered);
  }

  /** Only a room or a GitHub that is away is an outage, through which old answers are believed. */
  private static RoleAnswer unanswered(Throwable failure) {
    return switch (failure instanceof ProblemException known
        ? known.problem().kind()
        : Kind.INTERNAL_ERROR) {
      case VALIDATION_ERROR -> new RoleAnswer.NoRepository(null);
      case SERVICE_UNAVAILABLE -> new RoleAnswer.Unreachable(Cause.DOWN, null);
      default -> new RoleAnswer.Unreachable(Cause.REFUSED, null);
    };
  }

  private Future<Outcome> keep(User user, RoleRow row, RoleAnswer answer, Instant asked) {
    if (answer instanceof RoleAnswer.Unreachable silence) {
      return Future.succeededFuture(silent(silence));
    }
    Role role = ours(row, answer) && answer instanceof RoleAnswer.Has has ? has.role() : null;
    RepositoryFacts facts = facts(answer);
    Future<Void> healed =
        facts != null && ours(row, answer) ? store.heal(row, facts) : Future.succeededFuture();
    return healed
        .compose(done -> store.put(user.id(), row.vault(), role, asked))
        .map(put -> put ? new Answered(Optional.ofNullable(role), asked, answer) : new Outdated());
  }

  /** Whether the name still belongs to the repository the vault was made for. */
  private static boolean ours(RoleRow row, RoleAnswer answer) {
    RepositoryFacts facts = facts(answer);
    return facts != null && facts.id() == row.vault().repositoryId();
  }

  static @Nullable RepositoryFacts facts(RoleAnswer answer) {
    return switch (answer) {
      case RoleAnswer.Has has -> has.repository();
      case RoleAnswer.None none -> none.repository();
      case RoleAnswer.NoInstallation none -> null;
      case RoleAnswer.NoRepository none -> null;
      case RoleAnswer.Unreachable none -> null;
    };
  }

  static Silent silent(RoleAnswer.Unreachable silence) {
    return new Silent(silence.cause(), silence.retryAt(), false);
  }
}
