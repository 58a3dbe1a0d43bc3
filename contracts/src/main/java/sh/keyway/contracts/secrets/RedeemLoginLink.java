package sh.keyway.contracts.secrets;

import sh.keyway.contracts.Client;

/**
 * Signs a browser in by a login link. NOT_FOUND if it is unknown, used or over.
 *
 * @param token the link's token
 * @param client the browser
 */
public record RedeemLoginLink(String token, Client client) {
  /** Gives nothing away. */
  @Override
  public String toString() {
    return "RedeemLoginLink[" + client.requestId() + "]";
  }
}
