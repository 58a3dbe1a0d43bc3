package sh.keyway.contracts.secrets;

import java.util.List;

/**
 * One page of users.
 *
 * @param users the page
 * @param total how many there are in all
 */
public record UserPage(List<UserView> users, int total) {
  /** Copies the list in. */
  public UserPage {
    users = List.copyOf(users);
  }
}
