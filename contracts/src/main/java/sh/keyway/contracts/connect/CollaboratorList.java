package sh.keyway.contracts.connect;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Role;

/**
 * Who works on a repository.
 *
 * @param collaborators in GitHub's order
 * @param complete false if there are more than were read
 */
public record CollaboratorList(List<Collaborator> collaborators, boolean complete) {
  /** Copies the list in. */
  public CollaboratorList {
    collaborators = List.copyOf(collaborators);
  }

  /**
   * One of them.
   *
   * @param id numeric id of the account
   * @param login its name
   * @param avatarUrl picture, null if none
   * @param profileUrl page, null if none
   * @param role READ if the role is one of the organisation's own and GitHub names no base for it
   */
  public record Collaborator(
      long id, String login, @Nullable String avatarUrl, @Nullable String profileUrl, Role role) {}
}
