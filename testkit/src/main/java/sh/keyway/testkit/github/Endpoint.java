package sh.keyway.testkit.github;

/** What the fake answers. G-numbers are those of http-auth §7; faults and counters name these. */
public enum Endpoint {
  /** G1, the page that asks a person to agree. */
  AUTHORIZE(Site.WEB, "GET", "/login/oauth/authorize"),
  /** G2, a code or a refresh token for tokens. */
  ACCESS_TOKEN(Site.WEB, "POST", "/login/oauth/access_token"),
  /** G3. */
  USER(Site.API, "GET", "/user"),
  /** G4. */
  USER_EMAILS(Site.API, "GET", "/user/emails"),
  /** Anybody's profile by login. */
  USER_BY_LOGIN(Site.API, "GET", "/users/{username}"),
  /** Anybody's profile by numeric id, which survives a renaming. */
  USER_BY_ID(Site.API, "GET", "/user/{account_id}"),
  /** G5. */
  APP_INSTALLATION(Site.API, "GET", "/app/installations/{installation_id}"),
  /** G6. */
  INSTALLATION_TOKEN(Site.API, "POST", "/app/installations/{installation_id}/access_tokens"),
  /** G7. */
  INSTALLATION_REPOSITORIES(Site.API, "GET", "/installation/repositories"),
  /** G8. */
  REPOSITORY_INSTALLATION(Site.API, "GET", "/repos/{owner}/{repo}/installation"),
  /** G9. */
  ORGANIZATION_INSTALLATION(Site.API, "GET", "/orgs/{org}/installation"),
  /** As G9 for a personal account. */
  USER_INSTALLATION(Site.API, "GET", "/users/{username}/installation"),
  /** G10. */
  REPOSITORY(Site.API, "GET", "/repos/{owner}/{repo}"),
  /** G11. */
  MEMBERSHIP(Site.API, "GET", "/orgs/{org}/memberships/{username}"),
  /** 204 or 404: is this user a member? */
  MEMBER(Site.API, "GET", "/orgs/{org}/members/{username}"),
  /** G12. */
  COLLABORATOR_PERMISSION(
      Site.API, "GET", "/repos/{owner}/{repo}/collaborators/{username}/permission"),
  /** 204 or 404: is this user a collaborator? */
  COLLABORATOR(Site.API, "GET", "/repos/{owner}/{repo}/collaborators/{username}"),
  /** G13. */
  COLLABORATORS(Site.API, "GET", "/repos/{owner}/{repo}/collaborators"),
  /** G14. */
  MEMBERS(Site.API, "GET", "/orgs/{org}/members"),
  /** G15. */
  USER_INSTALLATIONS(Site.API, "GET", "/user/installations"),
  /** What a user token reaches in one installation. */
  USER_INSTALLATION_REPOSITORIES(
      Site.API, "GET", "/user/installations/{installation_id}/repositories"),
  /** G16. */
  USER_MEMBERSHIP(Site.API, "GET", "/user/memberships/orgs/{org}"),
  /** G17. */
  ORGANIZATION(Site.API, "GET", "/orgs/{org}"),
  /** G17 by numeric id. */
  ORGANIZATION_BY_ID(Site.API, "GET", "/organizations/{organization_id}"),
  /** The App as registered: permissions and events. */
  APP(Site.API, "GET", "/app"),
  /** Where the App is installed. */
  APP_INSTALLATIONS(Site.API, "GET", "/app/installations"),
  /** Gives the installation token back. */
  REVOKE_INSTALLATION_TOKEN(Site.API, "DELETE", "/installation/token"),
  /** Whether a user token belongs to this App; client id and secret by Basic authentication. */
  CHECK_TOKEN(Site.API, "POST", "/applications/{client}/token"),
  /** Revokes one user token. */
  DELETE_TOKEN(Site.API, "DELETE", "/applications/{client}/token"),
  /** Revokes all tokens of the user one token belongs to. */
  DELETE_GRANT(Site.API, "DELETE", "/applications/{client}/grant"),
  /** What is left of the quota; free of charge. */
  RATE_LIMIT(Site.API, "GET", "/rate_limit"),
  /** Discovery document of the Actions issuer. */
  OIDC_CONFIGURATION(Site.TOKEN, "GET", "/.well-known/openid-configuration"),
  /** Its public keys. */
  OIDC_KEYS(Site.TOKEN, "GET", "/.well-known/jwks");

  final Site site;
  final String method;
  final String template;

  Endpoint(Site site, String method, String template) {
    this.site = site;
    this.method = method;
    this.template = template;
  }
}
