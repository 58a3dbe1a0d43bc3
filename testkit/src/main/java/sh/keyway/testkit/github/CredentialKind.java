package sh.keyway.testkit.github;

/** How a request said who it is. */
public enum CredentialKind {
  /** It did not. */
  NONE,
  /** A JWT signed by the App, valid or not. */
  APP_JWT,
  /** An installation token. */
  INSTALLATION,
  /** A user token of our App. */
  USER,
  /** A classic personal access token. */
  CLASSIC,
  /** A fine-grained personal access token. */
  FINE_GRAINED,
  /** A token some other OAuth application holds. */
  OAUTH,
  /** Client id and secret. */
  BASIC,
  /** Something this GitHub never issued, or no longer knows: answered 401. */
  UNKNOWN
}
