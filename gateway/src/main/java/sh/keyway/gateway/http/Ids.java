package sh.keyway.gateway.http;

import java.util.UUID;
import java.util.regex.Pattern;
import sh.keyway.contracts.Problem;

/** Ids in paths. */
public final class Ids {
  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private Ids() {}

  /**
   * The path parameter {@code id} as a UUID.
   *
   * @throws sh.keyway.contracts.ProblemException VALIDATION_ERROR, field {@code id}
   */
  public static UUID of(Exchange exchange) {
    String text = exchange.path("id");
    if (!isUuid(text)) {
      throw Problem.validation("id", "Must be a UUID").exception();
    }
    return UUID.fromString(text);
  }

  /** Whether it is spelt as a UUID in full. */
  public static boolean isUuid(String text) {
    return UUID_TEXT.matcher(text).matches();
  }
}
