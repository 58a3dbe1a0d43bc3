package sh.keyway.testkit.github;

import org.jspecify.annotations.Nullable;

/** Who can own repositories: a user or an organisation. */
public abstract sealed class Account permits GitHubUser, GitHubOrganization {
  final World world;
  private final long id;
  private volatile String login;
  private volatile @Nullable String name;

  Account(World world, long id, String login) {
    this.world = world;
    this.id = id;
    this.login = login;
  }

  /** The numeric id, which never changes. */
  public final long id() {
    return id;
  }

  /** The present name, as GitHub spells it; GitHub compares without case. */
  public final String login() {
    return login;
  }

  /** The display name; null if none was given. */
  public final @Nullable String name() {
    return name;
  }

  /** Gives a display name. */
  void nameIt(String displayName) {
    name = displayName;
  }

  /** {@code User} or {@code Organization}. */
  public abstract String type();

  /** The account takes another login; its repositories' old names redirect, the account's not. */
  public final void rename(String newLogin) {
    world.repositoriesOf(this).forEach(r -> world.moved(r.fullName(), r));
    login = newLogin;
  }

  /** A new private repository of this account, with a fresh id above 2^31. */
  public final GitHubRepository repository(String repositoryName) {
    return repository(repositoryName, world.nextId());
  }

  /** A new private repository of this account. */
  public final GitHubRepository repository(String repositoryName, long repositoryId) {
    return world.add(new GitHubRepository(world, repositoryId, this, repositoryName));
  }
}
