package sh.keyway.connect.github;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import sh.keyway.contracts.Problem;

/** Names as they may stand in a path: what cannot be a name never leaves the house. */
final class Names {
  private static final Pattern REPOSITORY =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}/(?!\\.{1,2}$)[A-Za-z0-9._-]{1,100}");
  private static final Pattern ACCOUNT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}");

  private Names() {}

  /**
   * {@code owner/repo}, fit for a path.
   *
   * @throws sh.keyway.contracts.ProblemException if it cannot be one
   */
  static String repository(String fullName) {
    if (!REPOSITORY.matcher(fullName).matches()) {
      throw Problem.validation("repoFullName", "Must be owner/repository").exception();
    }
    return fullName;
  }

  /**
   * An organisation's name, fit for a path.
   *
   * @throws sh.keyway.contracts.ProblemException if it cannot be one
   */
  static String organization(String login) {
    if (!ACCOUNT.matcher(login).matches()) {
      throw Problem.validation("login", "Must be the name of an organization").exception();
    }
    return login;
  }

  /** Any text as one segment of a path; a bot's login has brackets. */
  static String segment(String text) {
    String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    return encoded.matches("\\.{1,2}") ? encoded.replace(".", "%2E") : encoded;
  }
}
