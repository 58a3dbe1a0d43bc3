package sh.keyway.contracts.connect;

/**
 * Asks whose token it is (http-auth §2.6). What is not shaped like a GitHub token is refused
 * without a call, and so is one that was issued to an App other than ours. UNAUTHORIZED if refused.
 *
 * @param token {@code ghp_…}, {@code github_pat_…}, {@code gho_…} or {@code ghu_…}
 */
public record IdentifyToken(String token) {
  /** Gives nothing away. */
  @Override
  public String toString() {
    return "IdentifyToken[]";
  }
}
