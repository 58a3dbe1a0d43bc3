package sh.keyway.launcher.cli;

import sh.keyway.launcher.start.StartFailure;

/** The command did not do what it was asked to; the message says why, for the person who typed. */
final class CommandFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  /** With the reason; exit status 1. */
  CommandFailure(String message) {
    this(message, StartFailure.FAILED);
  }

  /** With the reason and another exit status. */
  CommandFailure(String message, int exitCode) {
    super(message);
    this.exitCode = exitCode;
  }

  /** What the process should exit with. */
  int exitCode() {
    return exitCode;
  }
}
