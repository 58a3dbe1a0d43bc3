package sh.keyway.testkit.github;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A fine-grained personal access token in the making: all repositories, metadata only. */
public final class FineGrainedToken {
  private final GitHubUser user;
  private final Account owner;
  private final Map<String, String> permissions = new HashMap<>(Map.of("metadata", "read"));
  private Selection selection = Selection.ALL;
  private @Nullable Duration lifetime;

  FineGrainedToken(GitHubUser user, Account owner) {
    this.user = user;
    this.owner = owner;
  }

  /** Only these repositories. */
  public FineGrainedToken repositories(GitHubRepository... repositories) {
    selection =
        new Selection(
            false,
            Arrays.stream(repositories).map(GitHubRepository::id).collect(Collectors.toSet()));
    return this;
  }

  /** Adds a permission, e.g. {@code contents} {@code write} or {@code administration}. */
  public FineGrainedToken permission(String name, String access) {
    permissions.put(name, access);
    return this;
  }

  /** Expires after this much time; without it never. */
  public FineGrainedToken expiresIn(Duration time) {
    lifetime = time;
    return this;
  }

  /** The token. */
  public String create() {
    return user.world
        .tokens
        .issue(Token.Kind.FINE_GRAINED, user)
        .owner(owner)
        .selection(selection)
        .permissions(permissions)
        .lifetime(lifetime)
        .create();
  }
}
