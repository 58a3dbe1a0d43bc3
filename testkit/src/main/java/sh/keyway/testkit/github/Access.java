package sh.keyway.testkit.github;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Role;

/** Who may see and do what: the rules behind every repository answer. */
final class Access {
  private final World world;

  Access(World world) {
    this.world = world;
  }

  /**
   * The highest role a user was given, by ownership, organisation or invitation. Empty for a
   * stranger, also on a public repository.
   */
  static Optional<RepositoryRole> roleOf(GitHubUser user, GitHubRepository repository) {
    List<RepositoryRole> roles = new ArrayList<>();
    if (repository.owner() == user) {
      roles.add(RepositoryRole.of(Role.ADMIN));
    }
    if (repository.owner() instanceof GitHubOrganization organization) {
      organization
          .activeMembership(user)
          .map(m -> m.role().equals("admin") ? Role.ADMIN : organization.basePermission())
          .map(RepositoryRole::of)
          .ifPresent(roles::add);
    }
    RepositoryRole invited = repository.collaborators().get(user);
    if (invited != null) {
      roles.add(invited);
    }
    // a custom role beats the plain one of the same height, as the later and more special grant
    return roles.stream()
        .max(
            Comparator.comparing(RepositoryRole::base)
                .thenComparing(r -> !r.name().equals(r.base().wire())));
  }

  /** Whether this credential may know that the repository exists. */
  boolean sees(Credential credential, GitHubRepository repository) {
    return !repository.isPrivate() || seesPrivate(credential, repository);
  }

  private boolean seesPrivate(Credential credential, GitHubRepository repository) {
    Installation installation = credential.installation();
    Token token = credential.token();
    if (installation != null && token != null) {
      return covered(installation, repository)
          && token.selection().covers(repository)
          && token.may("metadata", "read");
    }
    GitHubUser user = credential.user();
    if (user == null || token == null || roleOf(user, repository).isEmpty()) {
      return false;
    }
    return switch (credential.kind()) {
      case CLASSIC, OAUTH -> credential.hasScope("repo");
      case FINE_GRAINED -> inReach(token, repository);
      case USER -> world.installationCovering(repository).filter(i -> !i.suspended()).isPresent();
      default -> false;
    };
  }

  private static boolean inReach(Token token, GitHubRepository repository) {
    return token.owner() == repository.owner()
        && token.selection().covers(repository)
        && token.may("metadata", "read");
  }

  static boolean covered(Installation installation, GitHubRepository repository) {
    return !installation.suspended() && installation.covers(repository);
  }

  /**
   * {@code permissions} in G10: an installation's are the App's own, never a user's (W5); a
   * person's are the person's role, for a fine-grained token no more than the token carries.
   */
  @Nullable JsonObject flags(Credential credential, GitHubRepository repository) {
    GitHubUser user = credential.user();
    Token token = credential.token();
    Installation installation = credential.installation();
    if (installation != null && token != null) {
      boolean mine = installation.covers(repository);
      return flags(
          mine && token.may("administration", "write"),
          false,
          mine && token.may("contents", "write"),
          false,
          true);
    }
    if (user == null || token == null) {
      return null;
    }
    Role role = roleOf(user, repository).map(RepositoryRole::base).orElse(Role.READ);
    if (token.kind() == Token.Kind.FINE_GRAINED && !world.flagsIgnoreTokens) {
      role = lower(role, tokenRole(token, repository));
    }
    return flags(role);
  }

  private static Role tokenRole(Token token, GitHubRepository repository) {
    if (!inReach(token, repository)) {
      return Role.READ;
    }
    if (token.may("administration", "write")) {
      return Role.ADMIN;
    }
    return token.may("contents", "write") ? Role.WRITE : Role.READ;
  }

  private static Role lower(Role a, Role b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  static JsonObject flags(Role role) {
    return flags(
        role == Role.ADMIN,
        role.compareTo(Role.MAINTAIN) >= 0,
        role.compareTo(Role.WRITE) >= 0,
        role.compareTo(Role.TRIAGE) >= 0,
        true);
  }

  private static JsonObject flags(
      boolean admin, boolean maintain, boolean push, boolean triage, boolean pull) {
    return JsonObject.of(
        "admin", admin, "maintain", maintain, "push", push, "triage", triage, "pull", pull);
  }
}
