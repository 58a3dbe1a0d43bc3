package sh.keyway.contracts.secrets;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What a workflow run may pull, and until when.
 *
 * @param tokenId row of the token
 * @param vaultId the vault it may pull from
 * @param repository name of the vault's repository
 * @param environments names of the environments it may pull
 * @param runId number of the workflow run
 * @param actor login of who started the run
 * @param expiresAt when it ends
 */
public record CiTokenIssued(
    UUID tokenId,
    UUID vaultId,
    String repository,
    List<String> environments,
    long runId,
    String actor,
    Instant expiresAt) {
  /** Copies the list in. */
  public CiTokenIssued {
    environments = List.copyOf(environments);
  }
}
