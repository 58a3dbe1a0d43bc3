package sh.keyway.secrets.audit;

import io.vertx.core.Future;
import sh.keyway.contracts.Caller;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.ProblemException;

/** Sees to it that a refusal of a known principal is in the audit before it is answered. */
public final class Refusals {
  private final AuditWriter audit;

  /** Writes through this writer. */
  public Refusals(AuditWriter audit) {
    this.audit = audit;
  }

  /**
   * The outcome; a failure of this kind is handed on once it is recorded, else it becomes a 503.
   *
   * @param metadata what was tried
   */
  public <T> Future<T> recorded(
      Future<T> outcome, Kind kind, Action action, Caller caller, Metadata metadata) {
    return outcome.recover(failure ->
        failure instanceof ProblemException known && known.problem().kind() == kind
            ? audit
                .append(Activity.refused(action, caller, metadata))
                .compose(recorded -> Future.failedFuture(failure))
            : Future.failedFuture(failure));
  }

  /** Fails with the problem once the refusal is recorded, else with 503. */
  public <T> Future<T> refuse(Problem problem, Activity refusal) {
    return audit.append(refusal).compose(recorded -> Future.failedFuture(problem.exception()));
  }
}
