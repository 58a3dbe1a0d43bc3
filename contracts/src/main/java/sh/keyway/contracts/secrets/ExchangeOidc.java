package sh.keyway.contracts.secrets;

import sh.keyway.contracts.Client;

/**
 * Asks for a pull token for the workflow run that holds this GitHub Actions OIDC token.
 * UNAUTHORIZED if the token does not hold or was used before, FORBIDDEN if no policy allows the
 * run.
 *
 * @param client where the request came from
 * @param token the OIDC token
 * @param audience who it must be meant for
 */
public record ExchangeOidc(Client client, String token, String audience) {
  /** Gives nothing away. */
  @Override
  public String toString() {
    return "ExchangeOidc[" + audience + "]";
  }
}
