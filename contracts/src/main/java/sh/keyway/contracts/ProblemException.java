package sh.keyway.contracts;

/**
 * Carries a {@link Problem} through a failed future. Has no stack trace: it reports an expected
 * outcome, not a bug.
 */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  /** Wraps the problem. */
  public ProblemException(Problem problem) {
    super(problem.kind() + ": " + problem.detail(), null, false, false);
    this.problem = problem;
  }

  /** What went wrong. */
  public Problem problem() {
    return problem;
  }
}
