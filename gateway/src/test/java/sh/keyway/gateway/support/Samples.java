package sh.keyway.gateway.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import sh.keyway.contracts.EnvironmentType;
import sh.keyway.contracts.Role;
import sh.keyway.contracts.Scope;
import sh.keyway.contracts.secrets.ApiKeyIdentity;
import sh.keyway.contracts.secrets.ApiKeyList;
import sh.keyway.contracts.secrets.ApiKeyView;
import sh.keyway.contracts.secrets.AvailableOrganizations;
import sh.keyway.contracts.secrets.CiPolicyList;
import sh.keyway.contracts.secrets.CiPolicyView;
import sh.keyway.contracts.secrets.CiRules;
import sh.keyway.contracts.secrets.CiTokenIssued;
import sh.keyway.contracts.secrets.CreatedApiKey;
import sh.keyway.contracts.secrets.DeviceApproval;
import sh.keyway.contracts.secrets.DeviceDecided;
import sh.keyway.contracts.secrets.DevicePolled;
import sh.keyway.contracts.secrets.DeviceStarted;
import sh.keyway.contracts.secrets.Done;
import sh.keyway.contracts.secrets.EffectivePermissions;
import sh.keyway.contracts.secrets.EnvironmentView;
import sh.keyway.contracts.secrets.GitHubTokenIdentity;
import sh.keyway.contracts.secrets.Health;
import sh.keyway.contracts.secrets.InstallationList;
import sh.keyway.contracts.secrets.InstallationState;
import sh.keyway.contracts.secrets.LoginLink;
import sh.keyway.contracts.secrets.LoginLinkOwner;
import sh.keyway.contracts.secrets.MinimumsReset;
import sh.keyway.contracts.secrets.OverrideList;
import sh.keyway.contracts.secrets.OverrideView;
import sh.keyway.contracts.secrets.PermissionDefaults;
import sh.keyway.contracts.secrets.PermissionsView;
import sh.keyway.contracts.secrets.Pulled;
import sh.keyway.contracts.secrets.Pushed;
import sh.keyway.contracts.secrets.RepositoryIds;
import sh.keyway.contracts.secrets.RoleList;
import sh.keyway.contracts.secrets.SecretValue;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.contracts.secrets.SessionFacts;
import sh.keyway.contracts.secrets.SessionList;
import sh.keyway.contracts.secrets.SessionStarted;
import sh.keyway.contracts.secrets.SignInCompleted;
import sh.keyway.contracts.secrets.SignInStarted;
import sh.keyway.contracts.secrets.UsageView;
import sh.keyway.contracts.secrets.UserPage;
import sh.keyway.contracts.secrets.UserView;
import sh.keyway.contracts.secrets.VaultPage;
import sh.keyway.contracts.secrets.VaultView;

/** Made-up data. */
public final class Samples {
  /** An API key the fake room knows. */
  public static final String KEY = "kw_live_" + "a1B2c3D4e5".repeat(4);

  /** It as a header. */
  public static final String AUTHORIZATION = "Authorization: Bearer " + KEY;

  /** Row of the key. */
  public static final UUID KEY_ID = UUID.fromString("11111111-1111-4111-8111-111111111111");

  /** Row of its owner. */
  public static final UUID USER_ID = UUID.fromString("22222222-2222-4222-8222-222222222222");

  /** A moment with nothing after the millisecond. */
  public static final Instant THEN = Instant.parse("2026-11-23T08:07:42Z");

  /** A user. */
  public static final UserView USER =
      new UserView(USER_ID, "local", "1001", "alice", null, null, "free", true, THEN);

  /** A vault. */
  public static final VaultView VAULT =
      new VaultView(
          UUID.fromString("33333333-3333-4333-8333-333333333333"),
          "acme/api",
          "local",
          2,
          List.of(
              new EnvironmentView("development", EnvironmentType.DEVELOPMENT, 0),
              new EnvironmentView("production", EnvironmentType.PROTECTED, 1)),
          Role.ADMIN,
          true,
          THEN,
          THEN);

  /** A key as its owner sees it. */
  public static final ApiKeyView KEY_VIEW =
      new ApiKeyView(
          KEY_ID,
          "CI",
          "kw_live_a1B2c3D4",
          "live",
          List.of("read:secrets"),
          List.of("10.0.0.0/8"),
          null,
          THEN,
          3,
          THEN,
          null,
          null);

  /** A session that is good for long. */
  public static final SessionFacts SESSION =
      new SessionFacts(
          UUID.fromString("44444444-4444-4444-8444-444444444444"),
          USER_ID,
          "github",
          "1001",
          "alice",
          THEN,
          Instant.parse("2096-01-01T00:00:00Z"));

  /** A device code to be approved. */
  public static final DeviceApproval APPROVAL =
      new DeviceApproval(
          "approval-token",
          "approval-cookie",
          "alice",
          "acme/api",
          "203.0.113.7",
          THEN,
          "TBSA8-37X2X");

  /** What roles may do by default, or some of it. */
  public static final PermissionDefaults MATRIX =
      new PermissionDefaults(
          List.of(
              new PermissionDefaults.Entry(Role.READ, EnvironmentType.DEVELOPMENT, true, false),
              new PermissionDefaults.Entry(Role.READ, EnvironmentType.PROTECTED, false, false),
              new PermissionDefaults.Entry(Role.WRITE, EnvironmentType.DEVELOPMENT, true, true),
              new PermissionDefaults.Entry(Role.WRITE, EnvironmentType.PROTECTED, true, false)));

  /** An override for a role, by somebody who is gone. */
  public static final OverrideView OVERRIDE =
      new OverrideView(
          UUID.fromString("44444444-4444-4444-8444-444444444444"),
          "*",
          null,
          Role.READ,
          true,
          false,
          null,
          THEN,
          THEN);

  /** An override for a user. */
  public static final OverrideView FOR_ALICE =
      new OverrideView(
          UUID.fromString("55555555-5555-4555-8555-555555555555"),
          "production",
          new OverrideView.Person(USER_ID, "alice", null),
          null,
          false,
          true,
          new OverrideView.Person(USER_ID, "alice", null),
          THEN,
          THEN);

  /** A vault's minimum roles. */
  public static final PermissionsView PERMISSIONS =
      new PermissionsView(
          VAULT.id(),
          "acme/api",
          List.of(
              new PermissionsView.Minimum(
                  UUID.fromString("66666666-6666-4666-8666-666666666666"),
                  "production",
                  EnvironmentType.PROTECTED,
                  true,
                  Role.MAINTAIN,
                  THEN,
                  THEN)),
          MATRIX);

  /** What a workflow run got. */
  public static final CiTokenIssued CI_TOKEN =
      new CiTokenIssued(
          UUID.fromString("77777777-7777-4777-8777-777777777777"),
          VAULT.id(),
          "acme/api",
          List.of("production", "staging"),
          4_711,
          "alice",
          Instant.parse("2999-01-01T00:15:00Z"));

  /** A policy on workflow runs. */
  public static final CiPolicyView CI_POLICY =
      new CiPolicyView(
          UUID.fromString("88888888-8888-4888-8888-888888888888"),
          new CiRules(
              List.of("production"),
              List.of("refs/heads/main", "refs/tags/v*"),
              List.of("live"),
              List.of("deploy"),
              List.of("push")),
          true,
          THEN,
          THEN);

  /** Installations of the App. */
  public static final InstallationList INSTALLATIONS =
      new InstallationList(
          List.of(
              new InstallationList.Entry(
                  UUID.fromString("77777777-7777-4777-8777-777777777777"),
                  4_294_967_298L,
                  "acme",
                  true,
                  false,
                  2,
                  THEN)));

  /** Organisations that have the App. */
  public static final AvailableOrganizations ORGANIZATIONS =
      new AvailableOrganizations(
          List.of(new AvailableOrganizations.Entry("acme", null, true, false)));

  private Samples() {}

  /** Has the room answer everything with success. */
  public static void teach(FakeRoom room) {
    room.says(SecretsRoom.HEALTH, new Health(true, true));
    room.says(SecretsRoom.IDENTIFY_API_KEY, identity(EnumSet.allOf(Scope.class)));
    room.says(SecretsRoom.RECORD_REFUSAL, new Done());
    room.says(SecretsRoom.ADOPT_SESSION, new Done());
    room.says(SecretsRoom.WHO_AM_I, USER);
    room.says(SecretsRoom.SHOW_USAGE, new UsageView("free", 1, 2));
    room.says(SecretsRoom.CREATE_API_KEY, new CreatedApiKey(KEY, KEY_VIEW));
    room.says(SecretsRoom.LIST_API_KEYS, new ApiKeyList(List.of(KEY_VIEW)));
    room.says(SecretsRoom.GET_API_KEY, KEY_VIEW);
    room.says(SecretsRoom.REVOKE_API_KEY, new Done());
    room.says(SecretsRoom.CHECK_INSTALLATION, new InstallationState(true, 4_294_967_298L));
    room.says(SecretsRoom.LIST_INSTALLATIONS, INSTALLATIONS);
    room.says(SecretsRoom.LIST_AVAILABLE_ORGANIZATIONS, ORGANIZATIONS);
    room.says(SecretsRoom.GET_REPOSITORY_IDS, new RepositoryIds(7L, 9_007_199_254_740_993L));
    room.says(SecretsRoom.RECEIVE_WEBHOOK, new Done());
    room.says(SecretsRoom.LIST_VAULTS, new VaultPage(List.of(VAULT), 3));
    room.says(SecretsRoom.CREATE_VAULT, VAULT);
    room.says(SecretsRoom.GET_VAULT, VAULT);
    room.says(SecretsRoom.DELETE_VAULT, new Done());
    teachPermissions(room);
    room.says(SecretsRoom.EXCHANGE_OIDC, CI_TOKEN);
    room.says(SecretsRoom.LIST_CI_POLICIES, new CiPolicyList(List.of(CI_POLICY)));
    room.says(SecretsRoom.CREATE_CI_POLICY, CI_POLICY);
    room.says(SecretsRoom.UPDATE_CI_POLICY, CI_POLICY);
    room.says(SecretsRoom.DELETE_CI_POLICY, new Done());
    room.says(SecretsRoom.PUSH, new Pushed(4, 1, 2, 3, 5));
    room.says(SecretsRoom.PULL, new Pulled(4, 1, "A=1".getBytes(UTF_8)));
    room.says(SecretsRoom.VIEW, new SecretValue("A", "1", "production"));
    room.says(SecretsRoom.ADD_USER, USER);
    room.says(SecretsRoom.LIST_USERS, new UserPage(List.of(USER), 1));
    room.says(SecretsRoom.REMOVE_USER, new Done());
    room.says(SecretsRoom.SET_ROLE, new Done());
    room.says(SecretsRoom.CREATE_LOGIN_LINK, new LoginLink("t".repeat(43), THEN));
    room.says(SecretsRoom.MOVE_VAULT, VAULT);
    room.says(
        SecretsRoom.LIST_ROLES, new RoleList(List.of(new RoleList.Entry("acme/api", Role.WRITE))));
    teachSignIn(room);
  }

  private static void teachSignIn(FakeRoom room) {
    room.says(SecretsRoom.START_DEVICE, new DeviceStarted("ab".repeat(32), "TBSA8-37X2X", 900, 5));
    room.says(SecretsRoom.POLL_DEVICE, new DevicePolled(DevicePolled.Status.PENDING, null));
    room.says(
        SecretsRoom.START_SIGN_IN,
        new SignInStarted(
            "the-state", "the-verifier", "the-challenge", Instant.now().plusSeconds(600)));
    room.says(SecretsRoom.COMPLETE_SIGN_IN, new SignInCompleted(SESSION, null, null));
    room.says(SecretsRoom.CANCEL_SIGN_IN, new Done());
    room.says(SecretsRoom.REQUEST_APPROVAL, APPROVAL);
    room.says(SecretsRoom.DECIDE_DEVICE, new DeviceDecided("alice", null));
    room.says(SecretsRoom.SHOW_LOGIN_LINK, new LoginLinkOwner("alice"));
    room.says(SecretsRoom.REDEEM_LOGIN_LINK, new SessionStarted(SESSION));
    room.says(SecretsRoom.END_SESSION, new Done());
    room.says(SecretsRoom.REVOKE_SESSIONS, new Done());
    room.says(
        SecretsRoom.LIST_SESSIONS,
        new SessionList(
            List.of(
                new SessionList.Entry(
                    SESSION.sessionId(), "web", THEN, THEN, "127.0.0.1", null, true))));
    room.says(
        SecretsRoom.IDENTIFY_GITHUB_TOKEN,
        new GitHubTokenIdentity(KEY_ID, USER_ID, Instant.now().plusSeconds(600)));
  }

  private static void teachPermissions(FakeRoom room) {
    room.says(SecretsRoom.SHOW_PERMISSIONS, PERMISSIONS);
    room.says(SecretsRoom.SET_MINIMUMS, new Done());
    room.says(SecretsRoom.RESET_MINIMUMS, new MinimumsReset(Role.WRITE, Role.ADMIN));
    room.says(SecretsRoom.LIST_OVERRIDES, new OverrideList(List.of(OVERRIDE, FOR_ALICE), MATRIX));
    room.says(SecretsRoom.CREATE_OVERRIDE, OVERRIDE);
    room.says(SecretsRoom.UPDATE_OVERRIDE, FOR_ALICE);
    room.says(SecretsRoom.DELETE_OVERRIDE, new Done());
    room.says(SecretsRoom.RESET_OVERRIDES, MATRIX);
    room.says(
        SecretsRoom.SHOW_EFFECTIVE,
        new EffectivePermissions(
            Role.READ, List.of(new EffectivePermissions.Entry("development", true, false))));
    room.says(SecretsRoom.SHOW_PERMISSION_DEFAULTS, MATRIX);
  }

  /** The sample key with these scopes, good anywhere and for ever. */
  public static ApiKeyIdentity identity(Set<Scope> scopes) {
    return new ApiKeyIdentity(KEY_ID, USER_ID, scopes, List.of(), null);
  }

  /** A key like the sample one. */
  public static String key(int number) {
    return "kw_test_" + String.format("%040d", number);
  }

  /** What a room is asked with. */
  public static String hash(String key) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
