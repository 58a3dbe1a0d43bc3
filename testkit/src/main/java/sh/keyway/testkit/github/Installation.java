package sh.keyway.testkit.github;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The App on one account. */
public final class Installation {
  private final World world;
  private final long id;
  private final Account account;
  private final Instant created;
  private volatile Selection selection = Selection.ALL;
  private volatile Map<String, String> permissions;
  private volatile @Nullable Instant suspendedAt;

  Installation(World world, long id, Account account, Map<String, String> permissions) {
    this.world = world;
    this.id = id;
    this.account = account;
    this.permissions = Map.copyOf(permissions);
    this.created = world.clock.now();
  }

  /** The numeric id. */
  public long id() {
    return id;
  }

  /** Where it is installed. */
  public Account account() {
    return account;
  }

  /** Covers all repositories of the account, present and future. */
  public Installation all() {
    selection = Selection.ALL;
    return this;
  }

  /** Covers these repositories only. */
  public Installation selected(GitHubRepository... repositories) {
    selection =
        new Selection(
            false,
            Arrays.stream(repositories).map(GitHubRepository::id).collect(Collectors.toSet()));
    return this;
  }

  /** Takes one repository out of a selection. */
  public synchronized Installation deselect(GitHubRepository repository) {
    Set<Long> ids = new HashSet<>(selection.repositoryIds());
    ids.remove(repository.id());
    selection = new Selection(false, ids);
    return this;
  }

  /** What the account has granted, e.g. {@code members} {@code read}. */
  public Installation permissions(Map<String, String> granted) {
    permissions = Map.copyOf(granted);
    return this;
  }

  /** Suspended by the account's owner: no token, and those in circulation are refused. */
  public Installation suspend() {
    suspendedAt = world.clock.now();
    return this;
  }

  /** Works again. */
  public Installation unsuspend() {
    suspendedAt = null;
    return this;
  }

  /** Uninstalled; its tokens are void. */
  public void uninstall() {
    world.remove(this);
  }

  /** A token for this installation, as G6 would give; for a test that plays the App itself. */
  public String token() {
    return world
        .tokens
        .issue(Token.Kind.INSTALLATION, null)
        .installation(this)
        .permissions(permissions)
        .lifetime(Tokens.INSTALLATION_TOKEN)
        .create();
  }

  boolean covers(GitHubRepository repository) {
    return repository.owner() == account && selection.covers(repository);
  }

  boolean suspended() {
    return suspendedAt != null;
  }

  @Nullable Instant suspendedAt() {
    return suspendedAt;
  }

  Instant created() {
    return created;
  }

  Selection selection() {
    return selection;
  }

  Map<String, String> permissions() {
    return permissions;
  }
}
