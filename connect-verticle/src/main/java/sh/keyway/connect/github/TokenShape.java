package sh.keyway.connect.github;

import java.util.regex.Pattern;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;

/**
 * What GitHub's tokens look like. Nothing else is ever sent to GitHub (http-auth §12 W7): a Keyway
 * token that expired would log in as someone there.
 */
final class TokenShape {
  private static final Pattern SHAPE =
      Pattern.compile("(?:ghp_|gho_|ghu_|github_pat_)[A-Za-z0-9_]{10,244}");
  private static final Problem REFUSED =
      Problem.of(Kind.UNAUTHORIZED, "The GitHub token is not valid");

  private TokenShape() {}

  /**
   * The token, if it is shaped like one.
   *
   * @throws sh.keyway.contracts.ProblemException UNAUTHORIZED if it is not
   */
  static String checked(String token) {
    if (!SHAPE.matcher(token).matches()) {
      throw REFUSED.exception();
    }
    return token;
  }

  /** Whether some App gave it out, so that it may be meant for another than ours. */
  static boolean ofAnApp(String token) {
    return token.startsWith("gho_") || token.startsWith("ghu_");
  }

  static Problem refused() {
    return REFUSED;
  }
}
