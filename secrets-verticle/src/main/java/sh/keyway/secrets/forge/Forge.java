package sh.keyway.secrets.forge;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sh.keyway.contracts.Role;
import sh.keyway.secrets.database.Sql;
import sh.keyway.secrets.identity.User;

/** Where repositories and roles come from. Each vault names its forge. */
public interface Forge {
  /** The type, as vaults name it. */
  String type();

  /**
   * The user's role on a repository, compared without case; empty if there is none.
   *
   * @param sql where to look, for a forge that keeps its roles in our database
   */
  Future<Optional<Role>> role(Sql sql, User user, String repoFullName);

  /** The user's roles on several repositories, by name as given; those without one are missing. */
  Future<Map<String, Role>> roles(Sql sql, User user, List<String> repoFullNames);

  /** The repository a vault is about to be made for; registers it if the forge is the local one. */
  Future<Repository> repository(Sql sql, String repoFullName);

  /**
   * A repository.
   *
   * @param id the forge's numeric id
   * @param fullName {@code owner/repo} as the forge spells it
   * @param isPrivate whether strangers cannot see it
   */
  record Repository(long id, String fullName, boolean isPrivate) {}
}
