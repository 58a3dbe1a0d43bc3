package sh.keyway.testkit.github;

import sh.keyway.contracts.Role;

/**
 * A role on a repository.
 *
 * @param name what G12 calls {@code role_name}: the base role's name, or a custom role's
 * @param base what it amounts to
 */
public record RepositoryRole(String name, Role base) {
  /** One of GitHub's own five. */
  public static RepositoryRole of(Role base) {
    return new RepositoryRole(base.wire(), base);
  }

  /** {@code permission} in G12, which knows three of the five. */
  String legacyPermission() {
    return switch (base) {
      case READ, TRIAGE -> "read";
      case WRITE, MAINTAIN -> "write";
      case ADMIN -> "admin";
    };
  }
}
