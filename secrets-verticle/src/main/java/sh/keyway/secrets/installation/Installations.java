package sh.keyway.secrets.installation;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Caller;
import sh.keyway.contracts.Principal;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.ProblemException;
import sh.keyway.contracts.bus.RoomClient;
import sh.keyway.contracts.connect.ConnectRoom;
import sh.keyway.contracts.connect.FindInstallation;
import sh.keyway.contracts.connect.FoundInstallation;
import sh.keyway.contracts.connect.Installation;
import sh.keyway.contracts.connect.ListOrganizations;
import sh.keyway.contracts.connect.OrganizationList;
import sh.keyway.contracts.secrets.AvailableOrganizations;
import sh.keyway.contracts.secrets.CheckInstallation;
import sh.keyway.contracts.secrets.GetRepositoryIds;
import sh.keyway.contracts.secrets.InstallationList;
import sh.keyway.contracts.secrets.InstallationState;
import sh.keyway.contracts.secrets.ListAvailableOrganizations;
import sh.keyway.contracts.secrets.ListInstallations;
import sh.keyway.contracts.secrets.RepositoryIds;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.secrets.database.Database;
import sh.keyway.secrets.forge.Forges;
import sh.keyway.secrets.forge.LocalForge;
import sh.keyway.secrets.identity.Credentials;
import sh.keyway.secrets.identity.User;
import sh.keyway.secrets.identity.UserTokens;
import sh.keyway.secrets.installation.InstallationSql.FoundVault;
import sh.keyway.secrets.serving.Desk;
import sh.keyway.secrets.serving.Service;

/**
 * Where the GitHub App is installed (http-auth §3.14). Of repositories the caller has no role on,
 * nothing is said, not even whether they exist (§12 W13).
 */
public final class Installations implements Service {
  private static final InstallationState NOT_INSTALLED = new InstallationState(false, null);
  private static final AvailableOrganizations NO_ORGANIZATIONS =
      new AvailableOrganizations(List.of());
  private static final long LIST_SECONDS = 15;

  private final Database database;
  private final Forges forges;
  private final RoomClient rooms;
  private final UserTokens tokens;

  /** Asks these forges for roles, and the connect room for installations. */
  public Installations(Database database, Forges forges, RoomClient rooms, UserTokens tokens) {
    this.database = database;
    this.forges = forges;
    this.rooms = rooms;
    this.tokens = tokens;
  }

  @Override
  public void serveAt(Desk desk) {
    desk.on(SecretsRoom.CHECK_INSTALLATION, CheckInstallation::caller, this::check)
        .on(SecretsRoom.LIST_INSTALLATIONS, ListInstallations::caller, this::list)
        .on(
            SecretsRoom.LIST_AVAILABLE_ORGANIZATIONS,
            ListAvailableOrganizations::caller,
            this::available)
        .on(SecretsRoom.GET_REPOSITORY_IDS, GetRepositoryIds::caller, this::repositoryIds);
  }

  /**
   * A repository the caller has a role on.
   *
   * @param forge type of its forge
   * @param id the forge's number, null if it has none yet
   * @param ownerId number of the owning account, null if none is known
   */
  private record Known(String forge, @Nullable Long id, @Nullable Long ownerId) {}

  /**
   * Whether the App covers a repository. "Not installed" is not remembered: a client asks again
   * every few seconds until it is.
   */
  public Future<InstallationState> check(CheckInstallation request) {
    Principal principal = request.caller().principal();
    return Credentials.require(database.reads(), principal)
        .compose(user -> known(user, principal, request.repoFullName()))
        .compose(known -> {
          if (known.isEmpty()) {
            return Future.succeededFuture(NOT_INSTALLED);
          }
          return known.get().forge().equals(LocalForge.TYPE)
              ? Future.succeededFuture(new InstallationState(true, null))
              : covering(request.repoFullName());
        });
  }

  private Future<InstallationState> covering(String repoFullName) {
    return rooms
        .call(ConnectRoom.FIND_INSTALLATION, new FindInstallation(repoFullName))
        .map(FoundInstallation::installation)
        .compose(found ->
            found == null || found.suspendedAt() != null
                ? Future.succeededFuture(NOT_INSTALLED)
                : recorded(found));
  }

  /** No webhook may have told of it: they are optional, and get lost. */
  private Future<InstallationState> recorded(Installation found) {
    return InstallationSql.discover(database.change(), InstallationNews.of(found))
        .map(new InstallationState(true, found.id()));
  }

  /** The numbers of a repository; none if the forge does not answer, as the contract has it. */
  public Future<RepositoryIds> repositoryIds(GetRepositoryIds request) {
    Principal principal = request.caller().principal();
    return Credentials.require(database.reads(), principal)
        .compose(user ->
            known(user, principal, request.repoFullName())
                .map(known ->
                    known
                        .map(found -> new RepositoryIds(found.ownerId(), found.id()))
                        .orElse(RepositoryIds.NONE))
                .recover(failure -> ifSilent(failure, RepositoryIds.NONE)));
  }

  private Future<Optional<Known>> known(User user, Principal principal, String repoFullName) {
    return InstallationSql.findVault(database.reads(), repoFullName)
        .compose(vault ->
            vault.isPresent()
                ? withVault(user, principal, vault.get())
                : withoutVault(user, principal, repoFullName));
  }

  private Future<Optional<Known>> withVault(User user, Principal principal, FoundVault vault) {
    return forges
        .ask(vault.ref().forge(), forge -> forge.standing(user, principal, vault.ref()))
        .map(standing ->
            standing
                .role()
                .map(role ->
                    new Known(vault.ref().forge(), vault.ref().repositoryId(), vault.ownerId())));
  }

  private Future<Optional<Known>> withoutVault(
      User user, Principal principal, String repoFullName) {
    return forges
        .preferred()
        .candidate(user, principal, repoFullName)
        .map(candidate ->
            candidate.role().isEmpty()
                ? Optional.empty()
                : candidate
                    .repository()
                    .map(repository ->
                        new Known(
                            forges.preferred().type(),
                            repository.id() == 0 ? null : repository.id(),
                            repository.ownerId())));
  }

  /** The caller's own; none for a personal token, which speaks for repositories only. */
  public Future<InstallationList> list(ListInstallations request) {
    return Credentials.require(database.reads(), request.caller().principal())
        .compose(user ->
            onGitHub(user, request.caller())
                ? InstallationSql.list(database.reads(), user.forgeUserId())
                : Future.succeededFuture(new InstallationList(List.of())));
  }

  /** The caller's organisations that have the App; none for a personal token, likewise. */
  public Future<AvailableOrganizations> available(ListAvailableOrganizations request) {
    return Credentials.require(database.reads(), request.caller().principal())
        .compose(user ->
            onGitHub(user, request.caller())
                ? tokens
                    .accessToken(user.id())
                    .compose(this::organizations)
                    .recover(failure -> ifSilent(failure, NO_ORGANIZATIONS))
                : Future.succeededFuture(NO_ORGANIZATIONS));
  }

  private static boolean onGitHub(User user, Caller caller) {
    return user.forge().equals("github") && !(caller.principal() instanceof Principal.GitHubToken);
  }

  private Future<AvailableOrganizations> organizations(Optional<String> token) {
    if (token.isEmpty()) {
      return Future.succeededFuture(NO_ORGANIZATIONS);
    }
    return rooms
        .call(ConnectRoom.LIST_ORGANIZATIONS, new ListOrganizations(token.get()))
        .timeout(LIST_SECONDS, TimeUnit.SECONDS)
        .map(found ->
            new AvailableOrganizations(
                found.organizations().stream().map(Installations::entry).toList()))
        .otherwise(NO_ORGANIZATIONS);
  }

  /** This answer if the other side does not give one. */
  private static <T> Future<T> ifSilent(Throwable failure, T answer) {
    return failure instanceof ProblemException known
            && known.problem().kind() == Kind.SERVICE_UNAVAILABLE
        ? Future.succeededFuture(answer)
        : Future.failedFuture(failure);
  }

  private static AvailableOrganizations.Entry entry(OrganizationList.Entry found) {
    // Organisations of our own come later; until then none is connected.
    return new AvailableOrganizations.Entry(found.login(), found.avatarUrl(), found.admin(), false);
  }
}
