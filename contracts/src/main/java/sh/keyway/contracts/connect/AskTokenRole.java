package sh.keyway.contracts.connect;

/**
 * Asks what a token may itself do on a repository, apart from what its owner may. UNAUTHORIZED if
 * the token is refused.
 *
 * @param token as for {@link IdentifyToken}
 * @param repoFullName {@code owner/repo}
 */
public record AskTokenRole(String token, String repoFullName) {
  /** Gives nothing away. */
  @Override
  public String toString() {
    return "AskTokenRole[" + repoFullName + "]";
  }
}
