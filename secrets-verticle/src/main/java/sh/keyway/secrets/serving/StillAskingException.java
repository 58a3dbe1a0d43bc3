package sh.keyway.secrets.serving;

import io.vertx.core.Future;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.ProblemException;

/**
 * GitHub has been asked and is taking its time. Whoever serves the request waits for it, with no
 * other deadline running, and starts over.
 */
public final class StillAskingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Future<?> answer;

  /** Until then. */
  public StillAskingException(Future<?> answer) {
    super("GitHub has not answered yet", null, false, false);
    this.answer = answer;
  }

  /** Completes when GitHub has answered, or has been given up; also by failing. */
  public Future<?> answer() {
    return answer;
  }

  /** What to tell the caller in the end. */
  public static ProblemException problem() {
    return Problem.unavailable("GitHub does not answer in time, please try again").exception();
  }
}
