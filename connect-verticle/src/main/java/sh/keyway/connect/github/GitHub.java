package sh.keyway.connect.github;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.shareddata.Shareable;
import java.net.URI;
import java.time.InstantSource;
import sh.keyway.connect.ConnectConfig;
import sh.keyway.connect.http.Base;
import sh.keyway.connect.http.Caller;
import sh.keyway.connect.http.HttpClients;
import sh.keyway.contracts.connect.AppFacts;
import sh.keyway.contracts.connect.AskTokenRole;
import sh.keyway.contracts.connect.CollaboratorList;
import sh.keyway.contracts.connect.ExchangeCode;
import sh.keyway.contracts.connect.FindInstallation;
import sh.keyway.contracts.connect.FindRole;
import sh.keyway.contracts.connect.FoundInstallation;
import sh.keyway.contracts.connect.FoundRole;
import sh.keyway.contracts.connect.GetApp;
import sh.keyway.contracts.connect.GetInstallation;
import sh.keyway.contracts.connect.GetOrganization;
import sh.keyway.contracts.connect.GetRepository;
import sh.keyway.contracts.connect.GitHubUser;
import sh.keyway.contracts.connect.IdentifyToken;
import sh.keyway.contracts.connect.InstallationView;
import sh.keyway.contracts.connect.ListCollaborators;
import sh.keyway.contracts.connect.ListMembers;
import sh.keyway.contracts.connect.ListOrganizations;
import sh.keyway.contracts.connect.MemberList;
import sh.keyway.contracts.connect.OidcClaims;
import sh.keyway.contracts.connect.OrganizationFacts;
import sh.keyway.contracts.connect.OrganizationList;
import sh.keyway.contracts.connect.RefreshTokens;
import sh.keyway.contracts.connect.RepositoryFacts;
import sh.keyway.contracts.connect.SignedIn;
import sh.keyway.contracts.connect.TokenRole;
import sh.keyway.contracts.connect.UserTokens;
import sh.keyway.contracts.connect.VerifyOidc;

/**
 * Everything this server asks GitHub. One per process, so that what is known of quotas, tokens and
 * outages is known to every event loop; may be used from any thread. Fails with a {@link
 * sh.keyway.contracts.ProblemException} or a {@link sh.keyway.connect.http.UnreachableException}.
 */
public final class GitHub implements Shareable {
  private final Installations installations;
  private final SignIn signIn;
  private final Users users;
  private final Organizations organizations;
  private final Roles roles;
  private final Directory directory;
  private final Oidc oidc;

  /** Talks to the GitHub of this configuration. */
  public GitHub(Vertx vertx, ConnectConfig config, InstantSource clock) {
    HttpClient client = HttpClients.open(vertx, "keyway.github", config.limits(), config.caFile());
    Quotas quotas = new Quotas(clock);
    GitHubApi api = new GitHubApi(caller(vertx, client, config, config.api(), clock), quotas);
    AppJwt app = new AppJwt(config.appId(), config.key(), clock);
    installations = new Installations(api, app, clock);
    InstallationTokens tokens = new InstallationTokens(api, app, clock);
    users = new Users(api, config.clientId(), config.clientSecret());
    signIn =
        new SignIn(
            caller(vertx, client, config, config.web(), clock),
            quotas,
            users,
            config.clientId(),
            config.clientSecret(),
            clock);
    organizations = new Organizations(api);
    roles = new Roles(installations, tokens, quotas, config.installUrl());
    directory = new Directory(installations, tokens, config.installUrl());
    URI keys = config.oidcKeys();
    oidc =
        new Oidc(
            new SigningKeys(
                caller(vertx, client, config, keys.resolve("/"), clock), keys.getRawPath(), clock),
            config.oidcIssuer(),
            clock);
  }

  private static Caller caller(
      Vertx vertx, HttpClient client, ConnectConfig config, URI base, InstantSource clock) {
    return new Caller(vertx, client, Base.of(base), config.limits(), clock);
  }

  /** See {@link ExchangeCode}. */
  public Future<SignedIn> exchangeCode(ExchangeCode ask) {
    return signIn.exchange(ask);
  }

  /** See {@link RefreshTokens}. */
  public Future<UserTokens> refreshTokens(RefreshTokens ask) {
    return signIn.refresh(ask);
  }

  /** See {@link IdentifyToken}. */
  public Future<GitHubUser> identifyToken(IdentifyToken ask) {
    return users.identify(ask);
  }

  /** See {@link AskTokenRole}. */
  public Future<TokenRole> tokenRole(AskTokenRole ask) {
    return users.role(ask);
  }

  /** See {@link FindRole}; never fails for want of GitHub's answer. */
  public Future<FoundRole> findRole(FindRole ask) {
    return roles.find(ask);
  }

  /** See {@link FindInstallation}. */
  public Future<FoundInstallation> findInstallation(FindInstallation ask) {
    return directory.installation(ask);
  }

  /** See {@link GetInstallation}. */
  public Future<InstallationView> getInstallation(GetInstallation ask) {
    return directory.installation(ask);
  }

  /** See {@link GetRepository}. */
  public Future<RepositoryFacts> getRepository(GetRepository ask) {
    return directory.repository(ask);
  }

  /** See {@link ListCollaborators}. */
  public Future<CollaboratorList> listCollaborators(ListCollaborators ask) {
    return directory.collaborators(ask);
  }

  /** See {@link ListOrganizations}. */
  public Future<OrganizationList> listOrganizations(ListOrganizations ask) {
    return organizations.list(ask);
  }

  /** See {@link GetOrganization}. */
  public Future<OrganizationFacts> getOrganization(GetOrganization ask) {
    return directory.organization(ask);
  }

  /** See {@link ListMembers}. */
  public Future<MemberList> listMembers(ListMembers ask) {
    return directory.members(ask);
  }

  /** See {@link GetApp}. */
  public Future<AppFacts> getApp(GetApp ask) {
    return installations.app();
  }

  /** See {@link VerifyOidc}. */
  public Future<OidcClaims> verifyOidc(VerifyOidc ask) {
    return oidc.verify(ask);
  }
}
