package sh.keyway.secrets.forge;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.ProblemException;
import sh.keyway.contracts.Role;
import sh.keyway.contracts.connect.RoleAnswer;
import sh.keyway.contracts.connect.RoleAnswer.Cause;

/** What became of a question to GitHub. */
sealed interface Outcome {
  /**
   * GitHub's word, kept.
   *
   * @param role empty for no
   * @param asked when GitHub was asked
   * @param words all it said, null about a token
   */
  record Answered(Optional<Role> role, Instant asked, @Nullable RoleAnswer words)
      implements Outcome {}

  /** An answer, but it was asked for before something that may have outdated it. */
  record Outdated() implements Outcome {}

  /**
   * No answer.
   *
   * @param cause why
   * @param retryAt before when asking again is pointless, null if not known
   * @param ours whether it was our own limit for this user
   */
  record Silent(Cause cause, @Nullable Instant retryAt, boolean ours) implements Outcome {
    static final Silent DOWN = new Silent(Cause.DOWN, null, false);
    static final Silent BUSY = new Silent(Cause.RATE_LIMITED, null, false);
    static final Silent OVER_LIMIT = new Silent(Cause.RATE_LIMITED, null, true);

    /** What to tell somebody about whom nothing may be believed: never 401, never 403. */
    ProblemException problem() {
      if (ours) {
        return Problem.of(
                Kind.RATE_LIMITED, "Too many repositories asked for, please try again later")
            .exception();
      }
      return Problem.unavailable(
              switch (cause) {
                case DOWN -> "GitHub does not answer, please try again";
                case RATE_LIMITED -> "GitHub limits our requests, please try again later";
                case REFUSED ->
                    "GitHub refuses this server's GitHub App, please tell its administrator";
              })
          .exception();
    }
  }
}
