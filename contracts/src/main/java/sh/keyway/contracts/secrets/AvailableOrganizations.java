package sh.keyway.contracts.secrets;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Organisations on GitHub that have the App; those that could be learnt, if GitHub does not answer.
 *
 * @param organizations in GitHub's order
 */
public record AvailableOrganizations(List<Entry> organizations) {
  /** Copies the list in. */
  public AvailableOrganizations {
    organizations = List.copyOf(organizations);
  }

  /**
   * One of them.
   *
   * @param login its name
   * @param avatarUrl picture, null if none
   * @param admin whether the caller owns it
   * @param connected whether it is an organisation here already
   */
  public record Entry(String login, @Nullable String avatarUrl, boolean admin, boolean connected) {}
}
