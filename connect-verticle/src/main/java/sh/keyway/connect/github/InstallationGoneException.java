package sh.keyway.connect.github;

/** The installation was removed or suspended. Without stack trace: an expected outcome. */
final class InstallationGoneException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InstallationGoneException() {
    super("installation gone or suspended", null, false, false);
  }
}
