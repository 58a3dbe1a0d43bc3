package sh.keyway.secrets.forge;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import sh.keyway.contracts.Principal;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.ProblemException;
import sh.keyway.contracts.Role;
import sh.keyway.contracts.bus.RoomClient;
import sh.keyway.contracts.connect.ConnectRoom;
import sh.keyway.contracts.connect.GetRepository;
import sh.keyway.contracts.connect.RoleAnswer;
import sh.keyway.secrets.SecretsConfig.GitHubRules;
import sh.keyway.secrets.database.Database;
import sh.keyway.secrets.database.Sql;
import sh.keyway.secrets.forge.Outcome.Answered;
import sh.keyway.secrets.forge.Outcome.Outdated;
import sh.keyway.secrets.forge.Outcome.Silent;
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
  private final Asking asking;
  private final InstantSource clock;

  /** Asks through this client, and tells the age of answers by this clock. */
  public GitHubForge(
      Vertx vertx, Database database, RoomClient rooms, GitHubRules rules, InstantSource clock) {
    this.rooms = rooms;
    this.clock = clock;
    store = new RoleStore(database);
    Questions questions = Questions.of(vertx);
    Remembered remembered = questions.remembered();
    asking = new Asking(vertx, rooms, store, questions, clock);
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
  public Future<Map<UUID, Optional<Role>>> roles(
      User user, Principal principal, List<VaultRef> vaults) {
    Map<UUID, Optional<Role>> roles = new HashMap<>();
    if (!user.forge().equals(TYPE)) {
      vaults.forEach(vault -> roles.put(vault.id(), Optional.empty()));
      return Future.succeededFuture(roles);
    }
    return store
        .find(user.id(), vaults.stream().map(VaultRef::id).toList())
        .compose(rows -> {
          if (!(principal instanceof Principal.GitHubToken)) {
            for (RoleRow row : rows) {
              if (row.checkedAt() != null || row.known()) {
                roles.put(row.vault().id(), Optional.ofNullable(row.role()));
              }
            }
          }
          List<Future<?>> missing = new ArrayList<>();
          vaults.stream()
              .filter(vault -> !roles.containsKey(vault.id()))
              .limit(LOOK_UPS_OF_A_LIST)
              .forEach(vault -> missing.add(added(roles, user, principal, vault)));
          return Future.join(missing).transform(done -> Future.succeededFuture(roles));
        });
  }

  private Future<Standing> added(
      Map<UUID, Optional<Role>> roles, User user, Principal principal, VaultRef vault) {
    return standing(user, principal, vault)
        .onSuccess(standing -> roles.put(vault.id(), standing.role()));
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
  public Future<Boolean> gone(User user, VaultRef vault) {
    Sighting sighting = new Sighting(vault.id());
    Future<Outcome> answer =
        asking.ask(
            new Asking.Pair(user.id(), sighting),
            sighting,
            user,
            false,
            () -> {
              Instant asked = clock.instant();
              return repository(vault.repoFullName())
                  .map(found ->
                      (Outcome)
                          new Answered(
                              Optional.empty(),
                              asked,
                              found.isEmpty() ? new RoleAnswer.NoRepository(null) : null))
                  .otherwise(Silent.DOWN);
            });
    return asking
        .soon(answer)
        .compose(outcome ->
            switch (outcome) {
              case Answered answered -> Future.succeededFuture(answered.words() != null);
              case Outdated outdated -> Future.succeededFuture(false);
              case Silent silent -> Future.failedFuture(silent.problem());
            });
  }

  /** The question whether a vault's repository is there, the same for all who ask. */
  private record Sighting(UUID vaultId) {}

  @Override
  public Future<Repository> register(Sql transaction, Repository repository) {
    return Future.succeededFuture(repository);
  }
}
