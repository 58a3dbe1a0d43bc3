package sh.keyway.contracts.connect;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who belongs to an organisation; each account once.
 *
 * @param members owners first
 * @param complete false if there are more than were read, so that absence proves nothing
 */
public record MemberList(List<Member> members, boolean complete) {
  /** Copies the list in. */
  public MemberList {
    members = List.copyOf(members);
  }

  /**
   * One of them.
   *
   * @param id numeric id of the account
   * @param login its name
   * @param avatarUrl picture, null if none
   * @param admin whether it owns the organisation
   */
  public record Member(long id, String login, @Nullable String avatarUrl, boolean admin) {}
}
