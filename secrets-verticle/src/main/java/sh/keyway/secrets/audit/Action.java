package sh.keyway.secrets.audit;

import java.util.Locale;

/** What can happen, in the words of the audit (http-vaults §14, http-auth §10.1). */
public enum Action {
  /** A vault was made. */
  VAULT_CREATED,
  /** A vault was deleted. */
  VAULT_DELETED,
  /** A vault was moved to another repository or forge; an addition of ours. */
  VAULT_MOVED,
  /** An environment was pushed to. */
  SECRETS_PUSHED,
  /** An environment was read. */
  SECRETS_PULLED,
  /** One value was read. */
  SECRET_VALUE_ACCESSED,
  /** Somebody's role changed. */
  PERMISSION_CHANGED,
  /** A workflow run got a pull token; an addition of ours. */
  CI_TOKEN_ISSUED,
  /** A vault's policies on workflow runs changed; an addition of ours. */
  CI_POLICY_CHANGED,
  /** Somebody signed in. */
  USER_LOGIN,
  /** Sessions were ended; an addition of ours. */
  SESSION_REVOKED,
  /** A link that signs a local user in was made; an addition of ours. */
  LOGIN_LINK_CREATED,
  /** An API key was minted. */
  API_KEY_CREATED,
  /** An API key was revoked. */
  API_KEY_REVOKED,
  /** The GitHub App was installed. */
  VCS_APP_INSTALLED,
  /** The GitHub App was removed. */
  VCS_APP_UNINSTALLED,
  /** A local user was made; an addition of ours. */
  USER_CREATED,
  /** A local user was removed; an addition of ours. */
  USER_REMOVED,
  /** Users, their roles or their keys were asked for; recorded only when refused. */
  USERS_VIEWED,
  /** A credential was used for what it does not allow, or from where; recorded as refused only. */
  ACCESS_REFUSED;

  private final String wire = name().toLowerCase(Locale.ROOT);

  /** The spelling in the database and on the wire. */
  public String wire() {
    return wire;
  }
}
