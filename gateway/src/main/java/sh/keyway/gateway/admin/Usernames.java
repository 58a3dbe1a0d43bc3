package sh.keyway.gateway.admin;

import java.util.regex.Pattern;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.gateway.http.Exchange;

/** Names of users. */
final class Usernames {
  /** Longest name, in characters. */
  static final int LONGEST = 39;

  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,38}");

  private Usernames() {}

  /** Whether a user may be called so. */
  static boolean isValid(String name) {
    return SHAPE.matcher(name).matches();
  }

  /**
   * The path parameter {@code username}.
   *
   * @throws sh.keyway.contracts.ProblemException NOT_FOUND if nobody can be called so
   */
  static String of(Exchange exchange) {
    String name = exchange.path("username");
    if (!isValid(name)) {
      throw Problem.of(Kind.NOT_FOUND, "User not found").exception();
    }
    return name;
  }
}
