package sh.keyway.contracts.secrets;

import java.time.Duration;
import java.util.List;
import sh.keyway.contracts.bus.Operation;

/** The operations of the secrets room. */
public final class SecretsRoom {
  /**
   * For what clients wait on all day: when the database hangs they hear so within three seconds,
   * however many of its time-outs add up on the way (architecture rule 3).
   */
  private static final Duration HOT = Duration.ofMillis(2_500);

  /**
   * The same for what may have to ask GitHub first: the room itself keeps to the shorter deadline,
   * and waits for GitHub outside of it.
   */
  private static final Duration ROLES = Duration.ofSeconds(12);

  /** For what asks GitHub, a few times in a row, before it answers. */
  private static final Duration GITHUB = Duration.ofSeconds(20);

  /** Is the room well. */
  public static final Operation<AskHealth, Health> HEALTH =
      Operation.of("secrets.health", AskHealth.class, Health.class).within(Duration.ofSeconds(5));

  /** Whose API key is this. */
  public static final Operation<IdentifyApiKey, ApiKeyIdentity> IDENTIFY_API_KEY =
      Operation.of("secrets.identify-api-key", IdentifyApiKey.class, ApiKeyIdentity.class);

  /** A session for a token without one. */
  public static final Operation<AdoptSession, Done> ADOPT_SESSION =
      Operation.of("secrets.adopt-session", AdoptSession.class, Done.class);

  /** Begin a sign-in at GitHub. */
  public static final Operation<StartSignIn, SignInStarted> START_SIGN_IN =
      Operation.of("secrets.start-sign-in", StartSignIn.class, SignInStarted.class);

  /** A sign-in came back from GitHub. */
  public static final Operation<CompleteSignIn, SignInCompleted> COMPLETE_SIGN_IN =
      Operation.of("secrets.complete-sign-in", CompleteSignIn.class, SignInCompleted.class)
          .within(GITHUB);

  /** A sign-in was refused at GitHub. */
  public static final Operation<CancelSignIn, Done> CANCEL_SIGN_IN =
      Operation.of("secrets.cancel-sign-in", CancelSignIn.class, Done.class);

  /** A device code. */
  public static final Operation<StartDevice, DeviceStarted> START_DEVICE =
      Operation.of("secrets.start-device", StartDevice.class, DeviceStarted.class);

  /** What has become of a device code. */
  public static final Operation<PollDevice, DevicePolled> POLL_DEVICE =
      Operation.of("secrets.poll-device", PollDevice.class, DevicePolled.class);

  /** A signed-in browser wants to approve a device code. */
  public static final Operation<RequestApproval, DeviceApproval> REQUEST_APPROVAL =
      Operation.of("secrets.request-approval", RequestApproval.class, DeviceApproval.class);

  /** Approve or deny a device code. */
  public static final Operation<DecideDevice, DeviceDecided> DECIDE_DEVICE =
      Operation.of("secrets.decide-device", DecideDevice.class, DeviceDecided.class).within(GITHUB);

  /** Sign out. */
  public static final Operation<EndSession, Done> END_SESSION =
      Operation.of("secrets.end-session", EndSession.class, Done.class);

  /** The caller's sessions. */
  public static final Operation<ListSessions, SessionList> LIST_SESSIONS =
      Operation.of("secrets.list-sessions", ListSessions.class, SessionList.class);

  /** End sessions. */
  public static final Operation<RevokeSessions, Done> REVOKE_SESSIONS =
      Operation.of("secrets.revoke-sessions", RevokeSessions.class, Done.class);

  /** A link that signs a local user in. */
  public static final Operation<CreateLoginLink, LoginLink> CREATE_LOGIN_LINK =
      Operation.of("secrets.create-login-link", CreateLoginLink.class, LoginLink.class);

  /** Whose login link this is. */
  public static final Operation<ShowLoginLink, LoginLinkOwner> SHOW_LOGIN_LINK =
      Operation.of("secrets.show-login-link", ShowLoginLink.class, LoginLinkOwner.class);

  /** Sign in by a login link. */
  public static final Operation<RedeemLoginLink, SessionStarted> REDEEM_LOGIN_LINK =
      Operation.of("secrets.redeem-login-link", RedeemLoginLink.class, SessionStarted.class);

  /** Whose personal access token this is. */
  public static final Operation<IdentifyGitHubToken, GitHubTokenIdentity> IDENTIFY_GITHUB_TOKEN =
      Operation.of(
              "secrets.identify-github-token", IdentifyGitHubToken.class, GitHubTokenIdentity.class)
          .within(GITHUB);

  /** How much the caller uses. */
  public static final Operation<ShowUsage, UsageView> SHOW_USAGE =
      Operation.of("secrets.show-usage", ShowUsage.class, UsageView.class);

  /** The caller's own user. */
  public static final Operation<WhoAmI, UserView> WHO_AM_I =
      Operation.of("secrets.who-am-i", WhoAmI.class, UserView.class);

  /** Mint an API key. */
  public static final Operation<CreateApiKey, CreatedApiKey> CREATE_API_KEY =
      Operation.of("secrets.create-api-key", CreateApiKey.class, CreatedApiKey.class);

  /** List API keys. */
  public static final Operation<ListApiKeys, ApiKeyList> LIST_API_KEYS =
      Operation.of("secrets.list-api-keys", ListApiKeys.class, ApiKeyList.class);

  /** One API key. */
  public static final Operation<GetApiKey, ApiKeyView> GET_API_KEY =
      Operation.of("secrets.get-api-key", GetApiKey.class, ApiKeyView.class);

  /** Revoke an API key. */
  public static final Operation<RevokeApiKey, Done> REVOKE_API_KEY =
      Operation.of("secrets.revoke-api-key", RevokeApiKey.class, Done.class);

  /** The caller's vaults. */
  public static final Operation<ListVaults, VaultPage> LIST_VAULTS =
      Operation.of("secrets.list-vaults", ListVaults.class, VaultPage.class);

  /** Make a vault. */
  public static final Operation<CreateVault, VaultView> CREATE_VAULT =
      Operation.of("secrets.create-vault", CreateVault.class, VaultView.class);

  /** One vault. */
  public static final Operation<GetVault, VaultView> GET_VAULT =
      Operation.of("secrets.get-vault", GetVault.class, VaultView.class);

  /** Delete a vault. */
  public static final Operation<DeleteVault, Done> DELETE_VAULT =
      Operation.of("secrets.delete-vault", DeleteVault.class, Done.class);

  /** Move a vault to another forge. */
  public static final Operation<MoveVault, VaultView> MOVE_VAULT =
      Operation.of("secrets.move-vault", MoveVault.class, VaultView.class).within(GITHUB);

  /** A vault's minimum roles. */
  public static final Operation<ShowPermissions, PermissionsView> SHOW_PERMISSIONS =
      Operation.of("secrets.show-permissions", ShowPermissions.class, PermissionsView.class);

  /** Set an environment's minimum roles. */
  public static final Operation<SetMinimums, Done> SET_MINIMUMS =
      Operation.of("secrets.set-minimums", SetMinimums.class, Done.class);

  /** Take an environment's minimum roles away. */
  public static final Operation<ResetMinimums, MinimumsReset> RESET_MINIMUMS =
      Operation.of("secrets.reset-minimums", ResetMinimums.class, MinimumsReset.class);

  /** A vault's overrides. */
  public static final Operation<ListOverrides, OverrideList> LIST_OVERRIDES =
      Operation.of("secrets.list-overrides", ListOverrides.class, OverrideList.class);

  /** Make an override. */
  public static final Operation<CreateOverride, OverrideView> CREATE_OVERRIDE =
      Operation.of("secrets.create-override", CreateOverride.class, OverrideView.class);

  /** Change an override. */
  public static final Operation<UpdateOverride, OverrideView> UPDATE_OVERRIDE =
      Operation.of("secrets.update-override", UpdateOverride.class, OverrideView.class);

  /** Delete an override. */
  public static final Operation<DeleteOverride, Done> DELETE_OVERRIDE =
      Operation.of("secrets.delete-override", DeleteOverride.class, Done.class);

  /** Delete all overrides of a vault. */
  public static final Operation<ResetOverrides, PermissionDefaults> RESET_OVERRIDES =
      Operation.of("secrets.reset-overrides", ResetOverrides.class, PermissionDefaults.class);

  /** What the caller may do in each environment. */
  public static final Operation<ShowEffective, EffectivePermissions> SHOW_EFFECTIVE =
      Operation.of("secrets.show-effective", ShowEffective.class, EffectivePermissions.class);

  /** What roles may do by default. */
  public static final Operation<ShowPermissionDefaults, PermissionDefaults>
      SHOW_PERMISSION_DEFAULTS =
          Operation.of(
              "secrets.show-permission-defaults",
              ShowPermissionDefaults.class,
              PermissionDefaults.class);

  /** A pull token for a workflow run. */
  public static final Operation<ExchangeOidc, CiTokenIssued> EXCHANGE_OIDC =
      Operation.of("secrets.exchange-oidc", ExchangeOidc.class, CiTokenIssued.class).within(GITHUB);

  /** A vault's policies on workflow runs. */
  public static final Operation<ListCiPolicies, CiPolicyList> LIST_CI_POLICIES =
      Operation.of("secrets.list-ci-policies", ListCiPolicies.class, CiPolicyList.class);

  /** Make a policy on workflow runs. */
  public static final Operation<CreateCiPolicy, CiPolicyView> CREATE_CI_POLICY =
      Operation.of("secrets.create-ci-policy", CreateCiPolicy.class, CiPolicyView.class);

  /** Change a policy on workflow runs. */
  public static final Operation<UpdateCiPolicy, CiPolicyView> UPDATE_CI_POLICY =
      Operation.of("secrets.update-ci-policy", UpdateCiPolicy.class, CiPolicyView.class);

  /** Delete a policy on workflow runs. */
  public static final Operation<DeleteCiPolicy, Done> DELETE_CI_POLICY =
      Operation.of("secrets.delete-ci-policy", DeleteCiPolicy.class, Done.class);

  /** Replace what an environment holds. */
  public static final Operation<Push, Pushed> PUSH =
      Operation.of("secrets.push", Push.class, Pushed.class).within(ROLES);

  /** Read an environment. */
  public static final Operation<Pull, Pulled> PULL =
      Operation.of("secrets.pull", Pull.class, Pulled.class).within(ROLES);

  /** Read one secret. */
  public static final Operation<ViewSecret, SecretValue> VIEW =
      Operation.of("secrets.view", ViewSecret.class, SecretValue.class).within(ROLES);

  /** Make a local user. */
  public static final Operation<AddUser, UserView> ADD_USER =
      Operation.of("secrets.add-user", AddUser.class, UserView.class);

  /** The installation's users. */
  public static final Operation<ListUsers, UserPage> LIST_USERS =
      Operation.of("secrets.list-users", ListUsers.class, UserPage.class);

  /** Remove a local user. */
  public static final Operation<RemoveUser, Done> REMOVE_USER =
      Operation.of("secrets.remove-user", RemoveUser.class, Done.class);

  /** Give or take a role. */
  public static final Operation<SetRole, Done> SET_ROLE =
      Operation.of("secrets.set-role", SetRole.class, Done.class);

  /** A local user's roles. */
  public static final Operation<ListRoles, RoleList> LIST_ROLES =
      Operation.of("secrets.list-roles", ListRoles.class, RoleList.class);

  /** Put a refusal of the gateway's own into the audit; UNAUTHORIZED if the credential is over. */
  public static final Operation<RecordRefusal, Done> RECORD_REFUSAL =
      Operation.of("secrets.record-refusal", RecordRefusal.class, Done.class).within(HOT);

  /** Make the owner if there is none. */
  public static final Operation<EnsureOwner, OwnerState> ENSURE_OWNER =
      Operation.of("secrets.ensure-owner", EnsureOwner.class, OwnerState.class);

  /** Is the App installed for a repository. */
  public static final Operation<CheckInstallation, InstallationState> CHECK_INSTALLATION =
      Operation.of("secrets.check-installation", CheckInstallation.class, InstallationState.class)
          .within(GITHUB);

  /** The caller's installations of the App. */
  public static final Operation<ListInstallations, InstallationList> LIST_INSTALLATIONS =
      Operation.of("secrets.list-installations", ListInstallations.class, InstallationList.class);

  /** The caller's organisations that have the App. */
  public static final Operation<ListAvailableOrganizations, AvailableOrganizations>
      LIST_AVAILABLE_ORGANIZATIONS =
          Operation.of(
                  "secrets.list-available-organizations",
                  ListAvailableOrganizations.class,
                  AvailableOrganizations.class)
              .within(GITHUB);

  /** A repository's numbers. */
  public static final Operation<GetRepositoryIds, RepositoryIds> GET_REPOSITORY_IDS =
      Operation.of("secrets.get-repository-ids", GetRepositoryIds.class, RepositoryIds.class)
          .within(GITHUB);

  /** A webhook of GitHub's. */
  public static final Operation<ReceiveWebhook, Done> RECEIVE_WEBHOOK =
      Operation.of("secrets.receive-webhook", ReceiveWebhook.class, Done.class);

  private SecretsRoom() {}

  /** Every operation of the room. */
  public static List<Operation<?, ?>> operations() {
    return List.of(
        HEALTH,
        IDENTIFY_API_KEY,
        ADOPT_SESSION,
        START_SIGN_IN,
        COMPLETE_SIGN_IN,
        CANCEL_SIGN_IN,
        START_DEVICE,
        POLL_DEVICE,
        REQUEST_APPROVAL,
        DECIDE_DEVICE,
        END_SESSION,
        LIST_SESSIONS,
        REVOKE_SESSIONS,
        CREATE_LOGIN_LINK,
        SHOW_LOGIN_LINK,
        REDEEM_LOGIN_LINK,
        IDENTIFY_GITHUB_TOKEN,
        WHO_AM_I,
        SHOW_USAGE,
        CREATE_API_KEY,
        LIST_API_KEYS,
        GET_API_KEY,
        REVOKE_API_KEY,
        LIST_VAULTS,
        CREATE_VAULT,
        GET_VAULT,
        DELETE_VAULT,
        MOVE_VAULT,
        SHOW_PERMISSIONS,
        SET_MINIMUMS,
        RESET_MINIMUMS,
        LIST_OVERRIDES,
        CREATE_OVERRIDE,
        UPDATE_OVERRIDE,
        DELETE_OVERRIDE,
        RESET_OVERRIDES,
        SHOW_EFFECTIVE,
        SHOW_PERMISSION_DEFAULTS,
        EXCHANGE_OIDC,
        LIST_CI_POLICIES,
        CREATE_CI_POLICY,
        UPDATE_CI_POLICY,
        DELETE_CI_POLICY,
        PUSH,
        PULL,
        VIEW,
        ADD_USER,
        LIST_USERS,
        REMOVE_USER,
        SET_ROLE,
        LIST_ROLES,
        ENSURE_OWNER,
        CHECK_INSTALLATION,
        LIST_INSTALLATIONS,
        LIST_AVAILABLE_ORGANIZATIONS,
        GET_REPOSITORY_IDS,
        RECEIVE_WEBHOOK,
        RECORD_REFUSAL);
  }
}
