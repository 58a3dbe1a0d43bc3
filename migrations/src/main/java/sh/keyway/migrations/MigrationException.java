package sh.keyway.migrations;

import org.jspecify.annotations.Nullable;

/** The schema could not be brought to this release; the message says why, for an operator. */
public final class MigrationException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With the reason. */
  public MigrationException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
