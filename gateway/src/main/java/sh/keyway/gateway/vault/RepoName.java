package sh.keyway.gateway.vault;

import sh.keyway.gateway.http.Texts;

/** Names of repositories, {@code owner/repo} (http-vaults §4.2). */
public final class RepoName {
  /** Longest name, in characters. */
  public static final int LONGEST = 200;

  /** What to say of a name that is none. */
  public static final String EXPECTED = "Invalid repository format. Expected: owner/repo";

  private RepoName() {}

  /**
   * Whether it is two parts of letters, digits, {@code _ . -} with a slash between. No forge has a
   * part {@code .} or {@code ..}, and proxies would take it for a way up.
   */
  public static boolean isValid(String name) {
    int slash = name.indexOf('/');
    return name.length() <= LONGEST
        && isPart(name, 0, slash)
        && isPart(name, slash + 1, name.length());
  }

  private static boolean isPart(String name, int from, int to) {
    if (to < from) {
      return false;
    }
    for (int i = from; i < to; i++) {
      char c = name.charAt(i);
      boolean allowed = Texts.isAlphanumeric(c) || c == '-' || c == '_' || c == '.';
      if (!allowed) {
        return false;
      }
    }
    String part = name.substring(from, to);
    return !part.isEmpty() && !part.equals(".") && !part.equals("..");
  }
}
