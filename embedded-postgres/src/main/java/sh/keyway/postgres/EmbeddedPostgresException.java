package sh.keyway.postgres;

/**
 * PostgreSQL could not be started or kept; the message says why and what to do, for an operator. It
 * never holds a password.
 */
public final class EmbeddedPostgresException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With the reason. */
  public EmbeddedPostgresException(String message) {
    super(message);
  }

  /** With the reason and what it came from. */
  public EmbeddedPostgresException(String message, Throwable cause) {
    super(message, cause);
  }
}
