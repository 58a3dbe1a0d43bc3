package sh.keyway.contracts.secrets;

import org.jspecify.annotations.Nullable;

/**
 * A repository's numbers on its forge.
 *
 * @param ownerId of the owning account; null on the local forge, and if the caller has no role
 *     there or the forge does not answer
 * @param repositoryId of the repository; null if it has none yet, and likewise
 */
public record RepositoryIds(@Nullable Long ownerId, @Nullable Long repositoryId) {
  /** What a caller without a role learns. */
  public static final RepositoryIds NONE = new RepositoryIds(null, null);
}
