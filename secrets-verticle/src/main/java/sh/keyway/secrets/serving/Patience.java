package sh.keyway.secrets.serving;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.bus.Operation;
import sh.keyway.contracts.secrets.SecretsRoom;

/**
 * How long an operation is worked on. A database that hangs is to be heard of soon, however many of
 * its time-outs add up; GitHub may take longer. So the wait for GitHub lies between two tries, each
 * under the database's deadline, and is not part of either.
 *
 * @param each longest time for one try, less than the operation's own deadline
 */
record Patience(Duration each) {
  private static final Duration HOT = Duration.ofMillis(2_500);
  private static final Set<Operation<?, ?>> WAITED_ON_ALL_DAY =
      Set.of(SecretsRoom.PULL, SecretsRoom.VIEW, SecretsRoom.PUSH);
  private static final Duration FOR_GITHUB = Duration.ofSeconds(6);
  private static final Problem GONE =
      Problem.unavailable("A part of the server does not answer, please try again");

  /** Short for what clients wait on all day, else what the operation allows. */
  static Patience of(Operation<?, ?> operation) {
    return new Patience(WAITED_ON_ALL_DAY.contains(operation) ? HOT : operation.deadline());
  }

  /** Works; waits once for GitHub if it is being asked, and works again. */
  <A> Future<A> serve(Supplier<Future<A>> work) {
    return once(work)
        .recover(failure ->
            failure instanceof StillAskingException asking
                ? asking
                    .answer()
                    .timeout(FOR_GITHUB.toMillis(), TimeUnit.MILLISECONDS)
                    .transform(answered -> once(work))
                : Future.failedFuture(failure))
        .recover(failure ->
            Future.failedFuture(
                switch (failure) {
                  case StillAskingException late -> StillAskingException.problem();
                  case TimeoutException late -> GONE.exception();
                  default -> failure;
                }));
  }

  private <A> Future<A> once(Supplier<Future<A>> work) {
    return work.get().timeout(each.toMillis(), TimeUnit.MILLISECONDS);
  }
}
