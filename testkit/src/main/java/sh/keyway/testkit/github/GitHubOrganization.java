package sh.keyway.testkit.github;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Role;

/** An organisation. Its members have read access to its repositories unless changed. */
public final class GitHubOrganization extends Account {
  private final Map<GitHubUser, Membership> members = new ConcurrentHashMap<>();
  private volatile @Nullable Role basePermission = Role.READ;

  GitHubOrganization(World world, long id, String login) {
    super(world, id, login);
  }

  @Override
  public String type() {
    return "Organization";
  }

  /** The display name. */
  public GitHubOrganization displayName(String displayName) {
    nameIt(displayName);
    return this;
  }

  /** An owner: {@code role} {@code admin}, administrator of every repository. */
  public GitHubOrganization owner(GitHubUser user) {
    members.put(user, new Membership("admin", "active"));
    return this;
  }

  /** An ordinary member. */
  public GitHubOrganization member(GitHubUser user) {
    members.put(user, new Membership("member", "active"));
    return this;
  }

  /** Invited, not accepted: state {@code pending}, no access yet. */
  public GitHubOrganization invited(GitHubUser user) {
    members.put(user, new Membership("member", "pending"));
    return this;
  }

  /** Leaves, or is thrown out. */
  public GitHubOrganization remove(GitHubUser user) {
    members.remove(user);
    return this;
  }

  /** What every member may do on every repository; null for nothing. */
  public GitHubOrganization basePermission(@Nullable Role role) {
    basePermission = role;
    return this;
  }

  @Nullable Role basePermission() {
    return basePermission;
  }

  Optional<Membership> membership(GitHubUser user) {
    return Optional.ofNullable(members.get(user));
  }

  Optional<Membership> activeMembership(GitHubUser user) {
    return membership(user).filter(m -> m.state().equals("active"));
  }

  Map<GitHubUser, Membership> members() {
    return members;
  }

  /** {@code admin} or {@code member}; {@code active} or {@code pending}. */
  record Membership(String role, String state) {}
}
