package sh.keyway.contracts.secrets;

/**
 * Whose login link is this; does not use it up. NOT_FOUND if it is unknown, used or over.
 *
 * @param token the link's token
 */
public record ShowLoginLink(String token) {
  /** Gives nothing away. */
  @Override
  public String toString() {
    return "ShowLoginLink[]";
  }
}
