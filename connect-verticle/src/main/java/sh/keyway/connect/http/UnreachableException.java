package sh.keyway.connect.http;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.connect.RoleAnswer.Cause;

/**
 * The other side gave no answer that means anything. Not a "no". Without stack trace: it reports an
 * expected outcome, not a bug.
 */
public final class UnreachableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Cause why;
  private final transient @Nullable Instant retryAt;

  private UnreachableException(Cause why, String text, @Nullable Instant retryAt) {
    super(text, null, false, false);
    this.why = why;
    this.retryAt = retryAt;
  }

  /** Down, slow or talking nonsense; the text is ours and quotes nothing of theirs. */
  public static UnreachableException down(String text) {
    return new UnreachableException(Cause.DOWN, text, null);
  }

  /** Not worth asking before then. */
  public static UnreachableException downUntil(String text, Instant retryAt) {
    return new UnreachableException(Cause.DOWN, text, retryAt);
  }

  /** The quota is used up until then. */
  public static UnreachableException limited(Instant retryAt) {
    return new UnreachableException(Cause.RATE_LIMITED, "rate limit reached", retryAt);
  }

  /** We ourselves are refused. */
  public static UnreachableException refused(String text) {
    return new UnreachableException(Cause.REFUSED, text, null);
  }

  /** Why there is no answer. */
  public Cause why() {
    return why;
  }

  /** Before when asking again is pointless; null if not known. */
  public @Nullable Instant retryAt() {
    return retryAt;
  }
}
