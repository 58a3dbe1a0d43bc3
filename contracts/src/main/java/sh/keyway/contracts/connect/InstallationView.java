package sh.keyway.contracts.connect;

import java.util.List;

/**
 * An installation with the repositories it covers.
 *
 * @param installation the installation
 * @param repositories what it covers; empty while suspended
 * @param complete false if there are more than were read
 */
public record InstallationView(
    Installation installation, List<RepositoryFacts> repositories, boolean complete) {
  /** Copies the list in. */
  public InstallationView {
    repositories = List.copyOf(repositories);
  }
}
