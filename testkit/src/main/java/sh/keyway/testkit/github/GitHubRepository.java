package sh.keyway.testkit.github;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import sh.keyway.contracts.Role;

/** A repository. Private until made public; names move, the id stays. */
public final class GitHubRepository {
  private final World world;
  private final long id;
  private final Map<GitHubUser, RepositoryRole> collaborators = new ConcurrentHashMap<>();
  private volatile Account owner;
  private volatile String name;
  private volatile boolean isPrivate = true;

  GitHubRepository(World world, long id, Account owner, String name) {
    this.world = world;
    this.id = id;
    this.owner = owner;
    this.name = name;
  }

  /** The numeric id, which never changes. */
  public long id() {
    return id;
  }

  /** Whose it is now. */
  public Account owner() {
    return owner;
  }

  /** Its present name. */
  public String name() {
    return name;
  }

  /** {@code owner/name} as of now. */
  public String fullName() {
    return owner.login() + "/" + name;
  }

  /** Whether only those invited see it. */
  public boolean isPrivate() {
    return isPrivate;
  }

  /** Makes it public. */
  public GitHubRepository publicize() {
    isPrivate = false;
    return this;
  }

  /** Makes it private. */
  public GitHubRepository privatize() {
    isPrivate = true;
    return this;
  }

  /** Invites a user, or changes the role. */
  public GitHubRepository collaborator(GitHubUser user, Role role) {
    collaborators.put(user, RepositoryRole.of(role));
    return this;
  }

  /** Invites a user with a custom role of the organisation. */
  public GitHubRepository collaborator(GitHubUser user, String customRole, Role base) {
    collaborators.put(user, new RepositoryRole(customRole, base));
    return this;
  }

  /** Takes the invitation back. */
  public GitHubRepository removeCollaborator(GitHubUser user) {
    collaborators.remove(user);
    return this;
  }

  /** Another name; the old one redirects until something else takes it. */
  public GitHubRepository rename(String newName) {
    world.moved(fullName(), this);
    name = newName;
    return this;
  }

  /** Another owner; direct collaborators stay, installations of the old owner lose it. */
  public GitHubRepository transfer(Account newOwner) {
    world.moved(fullName(), this);
    owner = newOwner;
    return this;
  }

  /** Gone for good. */
  public void delete() {
    world.remove(this);
  }

  Map<GitHubUser, RepositoryRole> collaborators() {
    return collaborators;
  }
}
