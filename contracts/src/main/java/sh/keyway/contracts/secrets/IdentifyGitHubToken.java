package sh.keyway.contracts.secrets;

import sh.keyway.contracts.Client;

/**
 * Whose personal access token is this (http-auth §2.6). UNAUTHORIZED if GitHub refuses it, or
 * tokens are no credentials here; SERVICE_UNAVAILABLE if GitHub does not answer and nothing fresh
 * is known.
 *
 * @param token shaped like one of GitHub's personal access tokens
 * @param client where it came from
 */
public record IdentifyGitHubToken(String token, Client client) {
  /** Gives nothing away. */
  @Override
  public String toString() {
    return "IdentifyGitHubToken[" + client.requestId() + "]";
  }
}
