package sh.keyway.contracts.secrets;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Installations of the App.
 *
 * @param installations newest first
 */
public record InstallationList(List<Entry> installations) {
  /** Copies the list in. */
  public InstallationList {
    installations = List.copyOf(installations);
  }

  /**
   * One of them.
   *
   * @param id our own row
   * @param installationId GitHub's number
   * @param accountLogin where it is installed, as GitHub spells it
   * @param organization whether that is an organisation
   * @param allRepositories whether it covers every repository there
   * @param repositoryCount how many repositories it was last said to cover
   * @param installedAt since when it is known here
   */
  public record Entry(
      UUID id,
      long installationId,
      String accountLogin,
      boolean organization,
      boolean allRepositories,
      int repositoryCount,
      Instant installedAt) {}
}
