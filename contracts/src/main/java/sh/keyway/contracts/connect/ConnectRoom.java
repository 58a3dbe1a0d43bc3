package sh.keyway.contracts.connect;

import java.time.Duration;
import java.util.List;
import sh.keyway.contracts.bus.Operation;

/**
 * The operations of the connect room. Every one may fail with SERVICE_UNAVAILABLE when GitHub does
 * not answer, answers nonsense or limits our rate; a repository or organisation name that cannot be
 * one fails with VALIDATION_ERROR.
 */
public final class ConnectRoom {
  private static final Duration LISTS = Duration.ofSeconds(40);

  /** A sign-in's code to a user and the user's tokens. */
  public static final Operation<ExchangeCode, SignedIn> EXCHANGE_CODE =
      Operation.of("connect.exchange-code", ExchangeCode.class, SignedIn.class);

  /** A refresh token to new tokens. */
  public static final Operation<RefreshTokens, UserTokens> REFRESH_TOKENS =
      Operation.of("connect.refresh-tokens", RefreshTokens.class, UserTokens.class);

  /** Whose GitHub token is this. */
  public static final Operation<IdentifyToken, GitHubUser> IDENTIFY_TOKEN =
      Operation.of("connect.identify-token", IdentifyToken.class, GitHubUser.class);

  /** What a GitHub token may do on a repository. */
  public static final Operation<AskTokenRole, TokenRole> TOKEN_ROLE =
      Operation.of("connect.token-role", AskTokenRole.class, TokenRole.class);

  /** A user's role on a repository. */
  public static final Operation<FindRole, FoundRole> FIND_ROLE =
      Operation.of("connect.find-role", FindRole.class, FoundRole.class);

  /** Which installation of the App covers a repository. */
  public static final Operation<FindInstallation, FoundInstallation> FIND_INSTALLATION =
      Operation.of("connect.find-installation", FindInstallation.class, FoundInstallation.class);

  /** One installation of the App with its repositories. */
  public static final Operation<GetInstallation, InstallationView> GET_INSTALLATION =
      Operation.of("connect.get-installation", GetInstallation.class, InstallationView.class)
          .within(LISTS);

  /** A repository, as the App sees it. */
  public static final Operation<GetRepository, RepositoryFacts> GET_REPOSITORY =
      Operation.of("connect.get-repository", GetRepository.class, RepositoryFacts.class);

  /** Who works on a repository. */
  public static final Operation<ListCollaborators, CollaboratorList> LIST_COLLABORATORS =
      Operation.of("connect.list-collaborators", ListCollaborators.class, CollaboratorList.class)
          .within(LISTS);

  /** The organisations of a user that have the App. */
  public static final Operation<ListOrganizations, OrganizationList> LIST_ORGANIZATIONS =
      Operation.of("connect.list-organizations", ListOrganizations.class, OrganizationList.class)
          .within(LISTS);

  /** An organisation. */
  public static final Operation<GetOrganization, OrganizationFacts> GET_ORGANIZATION =
      Operation.of("connect.get-organization", GetOrganization.class, OrganizationFacts.class);

  /** Who belongs to an organisation. */
  public static final Operation<ListMembers, MemberList> LIST_MEMBERS =
      Operation.of("connect.list-members", ListMembers.class, MemberList.class).within(LISTS);

  /** How the App is registered. */
  public static final Operation<GetApp, AppFacts> GET_APP =
      Operation.of("connect.get-app", GetApp.class, AppFacts.class);

  /** Which workflow run an OIDC token speaks for. */
  public static final Operation<VerifyOidc, OidcClaims> VERIFY_OIDC =
      Operation.of("connect.verify-oidc", VerifyOidc.class, OidcClaims.class);

  private ConnectRoom() {}

  /** Every operation of the room. */
  public static List<Operation<?, ?>> operations() {
    return List.of(
        EXCHANGE_CODE,
        REFRESH_TOKENS,
        IDENTIFY_TOKEN,
        TOKEN_ROLE,
        FIND_ROLE,
        FIND_INSTALLATION,
        GET_INSTALLATION,
        GET_REPOSITORY,
        LIST_COLLABORATORS,
        LIST_ORGANIZATIONS,
        GET_ORGANIZATION,
        LIST_MEMBERS,
        GET_APP,
        VERIFY_OIDC);
  }
}
