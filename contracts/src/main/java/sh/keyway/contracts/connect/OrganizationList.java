package sh.keyway.contracts.connect;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user's organisations that have the App.
 *
 * @param organizations in GitHub's order
 * @param complete false if there are more than were read
 */
public record OrganizationList(List<Entry> organizations, boolean complete) {
  /** Copies the list in. */
  public OrganizationList {
    organizations = List.copyOf(organizations);
  }

  /**
   * One of them.
   *
   * @param installationId the App's installation there
   * @param id numeric id of the organisation
   * @param login its name
   * @param avatarUrl picture, null if none
   * @param admin whether the user owns it; false also where the user's token may not tell
   */
  public record Entry(
      long installationId, long id, String login, @Nullable String avatarUrl, boolean admin) {}
}
