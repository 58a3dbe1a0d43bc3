package sh.keyway.launcher.start;

/** The server cannot start, for a reason its operator can do something about. */
public final class StartFailure extends Exception {
  private static final long serialVersionUID = 1L;

  /** Exit status for a set-up that must be changed before it makes sense to try again. */
  public static final int SETUP = 78;

  /** Exit status for anything else. */
  public static final int FAILED = 1;

  private final int exitCode;

  private StartFailure(String message, int exitCode) {
    super(
        message.isEmpty()
            ? message
            : Character.toUpperCase(message.charAt(0)) + message.substring(1));
    this.exitCode = exitCode;
  }

  /** Something about the set-up must be changed; the message says what. */
  static StartFailure setup(String message) {
    return new StartFailure(message, SETUP);
  }

  /** Something did not work; the message says what. */
  static StartFailure failed(String message) {
    return new StartFailure(message, FAILED);
  }

  /** What the process should exit with. */
  public int exitCode() {
    return exitCode;
  }
}
