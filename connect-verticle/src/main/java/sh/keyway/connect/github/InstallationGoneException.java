package sh.keyway.connect.github;

/** The installation was removed or suspended. Without stack trace: an expected outcome. */
final class InstallationGoneException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean removed;

  private InstallationGoneException(String text, boolean removed) {
    super(text, null, false, false);
    this.removed = removed;
  }

  /** GitHub knows it no more. */
  static InstallationGoneException removed() {
    return new InstallationGoneException("installation gone", true);
  }

  /** It is there, but works no more, and may again: that says nothing about repositories. */
  static InstallationGoneException suspended() {
    return new InstallationGoneException("installation suspended", false);
  }

  boolean isRemoved() {
    return removed;
  }
}
