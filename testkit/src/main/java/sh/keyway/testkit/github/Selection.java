package sh.keyway.testkit.github;

import java.util.Set;

/** Which repositories of an account: all, present and future, or those with these ids. */
record Selection(boolean all, Set<Long> repositoryIds) {
  static final Selection ALL = new Selection(true, Set.of());

  Selection {
    repositoryIds = Set.copyOf(repositoryIds);
  }

  boolean covers(GitHubRepository repository) {
    return all || repositoryIds.contains(repository.id());
  }

  String wire() {
    return all ? "all" : "selected";
  }
}
