package sh.keyway.secrets.forge;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Principal;
import sh.keyway.contracts.Role;
import sh.keyway.secrets.database.Sql;
import sh.keyway.secrets.identity.User;

/**
 * Where repositories and roles come from. Each vault names its forge. Whatever a forge says about a
 * user is bounded by what their credential is worth there by itself.
 */
public interface Forge {
  /** The type, as vaults and users name it. */
  String type();

  /**
   * What the user is on a vault's repository.
   *
   * @return fails with SERVICE_UNAVAILABLE if the forge does not answer and nothing that may still
   *     be believed is known
   */
  Future<Standing> standing(User user, Principal principal, VaultRef vault);

  /**
   * Roles on several vaults, for showing only. Empty means that the user has none; vaults of which
   * that is not known are missing.
   */
  Future<Map<UUID, Optional<Role>>> roles(User user, Principal principal, List<VaultRef> vaults);

  /**
   * A repository that has no vault under this name, and what the user is on it.
   *
   * @return fails with SERVICE_UNAVAILABLE if the forge does not answer, RATE_LIMITED if the user
   *     has asked too much
   */
  Future<Candidate> candidate(User user, Principal principal, String repoFullName);

  /** A repository by its name, whoever asks; empty if there is none that we see. */
  Future<Optional<Repository>> repository(String repoFullName);

  /**
   * Whether the vault's repository is out of our sight for everybody: deleted, or taken from us. A
   * name that belongs to another repository by now, and a forge that refuses to tell, say nothing.
   *
   * @param user who wants to know, and may ask only so often
   * @return fails with SERVICE_UNAVAILABLE if the forge does not answer, RATE_LIMITED if the user
   *     has asked too much
   */
  Future<Boolean> gone(User user, VaultRef vault);

  /** The repository a vault is being made for, as it is to be recorded. */
  Future<Repository> register(Sql transaction, Repository repository);

  /**
   * A role and how long it may be believed without asking again.
   *
   * @param role empty if the user has none
   * @param until when to ask again
   */
  record Standing(Optional<Role> role, Instant until) {}

  /**
   * A repository without a vault.
   *
   * @param role the user's, empty if none
   * @param repository empty if there is none, or none that the user may know of
   * @param vault the repository's vault, which has just been given this name; empty if it has none
   * @param installUrl where to install the App: for whoever has no role, whether that is what is
   *     missing or not, because they may not learn where it is installed; null if it would not help
   */
  record Candidate(
      Optional<Role> role,
      Optional<Repository> repository,
      Optional<VaultRef> vault,
      @Nullable String installUrl) {
    /** Without a vault, as the name suggests. */
    static Candidate of(Optional<Role> role, Optional<Repository> repository) {
      return new Candidate(role, repository, Optional.empty(), null);
    }
  }

  /**
   * A repository.
   *
   * @param id the forge's number for it; 0 if the local forge has none yet
   * @param fullName {@code owner/repo} as the forge spells it
   * @param isPrivate whether strangers cannot see it
   * @param ownerId the forge's number for the owning account, null on the local forge
   */
  record Repository(long id, String fullName, boolean isPrivate, @Nullable Long ownerId) {}

  /**
   * A vault, as far as its forge needs to know it.
   *
   * @param id the vault
   * @param forge type of its forge
   * @param repositoryId the forge's number for the repository
   * @param repoFullName name as stored
   * @param roleEpoch grows with every word that may have taken a role away
   */
  record VaultRef(UUID id, String forge, long repositoryId, String repoFullName, long roleEpoch) {}
}
