package sh.keyway.secrets.forge;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import sh.keyway.contracts.Principal;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.ProblemException;
import sh.keyway.contracts.Role;
import sh.keyway.contracts.bus.RoomClient;
import sh.keyway.contracts.connect.ConnectRoom;
import sh.keyway.contracts.connect.GetRepository;
import sh.keyway.secrets.SecretsConfig.GitHubRules;
import sh.keyway.secrets.database.Database;
import sh.keyway.secrets.database.Sql;
import sh.keyway.secrets.identity.User;

/**
 * GitHub: whoever it lets into a repository gets in, for as long as it says so. Asks the connect
 * room, and keeps the answers as rows (ADR 0015). Confined to one event loop.
 */
public final class GitHubForge implements Forge {
  /** Its type, as vaults and users name it. */
  public static final String TYPE = "github";

  /** Roles looked up for one list; it is only shown. */
  private static final int LOOK_UPS_OF_A_LIST = 20;

  private final RoomClient rooms;
  private final RoleStore store;
  private final GitHubRoles vaultRoles;
  private final TokenRoles tokens;
  private final Candidates candidates;

  /** Asks through this client, and tells the age of answers by this clock. */
  public GitHubForge(
      Vertx vertx, Database database, RoomClient rooms, GitHubRules rules, InstantSource clock) {
    this.rooms = rooms;
    store = new RoleStore(database);
    Questions questions = Questions.of(vertx);
    Remembered remembered = questions.remembered();
    Asking asking = new Asking(vertx, rooms, store, questions, clock);
    Ages ages = new Ages(rules);
    vaultRoles = new GitHubRoles(store, asking, remembered, ages, clock);
    tokens = new TokenRoles(database, rooms, asking, remembered, ages, clock);
    candidates = new Candidates(store, asking, remembered, tokens, clock);
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public Future<Standing> standing(User user, Principal principal, VaultRef vault) {
    if (!user.forge().equals(TYPE)) {
      return Future.succeededFuture(new Standing(Optional.empty(), Instant.MAX));
    }
    return vaultRoles
        .find(user, principal, vault.id())
        .compose(standing ->
            principal instanceof Principal.GitHubToken token
                ? tokens.bounded(user, token, vault.repositoryId(), vault.repoFullName(), standing)
                : Future.succeededFuture(standing));
  }

  /** From rows of any age; what is missing is looked up as far as the limits allow. */
  @Override
  public Future<Map<UUID, Role>> roles(User user, Principal principal, List<VaultRef> vaults) {
    Map<UUID, Role> roles = new HashMap<>();
    if (!user.forge().equals(TYPE)) {
      return Future.succeededFuture(roles);
    }
    return store
        .find(user.id(), vaults.stream().map(VaultRef::id).toList())
        .compose(rows -> {
          Set<UUID> known = new HashSet<>();
          if (!(principal instanceof Principal.GitHubToken)) {
            for (RoleRow row : rows) {
              Role role = row.role();
              if (row.checkedAt() != null || role != null) {
                known.add(row.vault().id());
              }
              if (role != null) {
                roles.put(row.vault().id(), role);
              }
            }
          }
          List<Future<?>> missing = new ArrayList<>();
          vaults.stream()
              .filter(vault -> !known.contains(vault.id()))
              .limit(LOOK_UPS_OF_A_LIST)
              .forEach(vault -> missing.add(added(roles, user, principal, vault)));
          return Future.join(missing).transform(done -> Future.succeededFuture(roles));
        });
  }

  private Future<Standing> added(
      Map<UUID, Role> roles, User user, Principal principal, VaultRef vault) {
    return standing(user, principal, vault)
        .onSuccess(standing -> standing.role().ifPresent(role -> roles.put(vault.id(), role)));
  }

  @Override
  public Future<Candidate> candidate(User user, Principal principal, String repoFullName) {
    return user.forge().equals(TYPE)
        ? candidates.find(user, principal, repoFullName)
        : Future.succeededFuture(Candidate.of(Optional.empty(), Optional.empty()));
  }

  @Override
  public Future<Optional<Repository>> repository(String repoFullName) {
    return rooms
        .call(ConnectRoom.GET_REPOSITORY, new GetRepository(repoFullName))
        .map(facts -> Optional.of(RoleStore.repository(facts)))
        .recover(failure ->
            failure instanceof ProblemException known && known.problem().kind() == Kind.NOT_FOUND
                ? Future.succeededFuture(Optional.empty())
                : Future.failedFuture(failure));
  }

  @Override
  public Future<Boolean> gone(VaultRef vault) {
    return repository(vault.repoFullName())
        .map(found -> found.isEmpty() || found.get().id() != vault.repositoryId());
  }

  @Override
  public Future<Repository> register(Sql transaction, Repository repository) {
    return Future.succeededFuture(repository);
  }
}
