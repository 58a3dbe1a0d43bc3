package sh.keyway.contracts.connect;

/**
 * Asks for the user's organisations that have the App (http-auth §7 G15, G16). UNAUTHORIZED if the
 * token is refused.
 *
 * @param token a user token of our App
 */
public record ListOrganizations(String token) {
  /** Gives nothing away. */
  @Override
  public String toString() {
    return "ListOrganizations[]";
  }
}
