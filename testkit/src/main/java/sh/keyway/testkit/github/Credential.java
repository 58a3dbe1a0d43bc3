package sh.keyway.testkit.github;

import org.jspecify.annotations.Nullable;

/**
 * Who is asking.
 *
 * @param kind never {@link CredentialKind#UNKNOWN} once accepted
 * @param token the token, for the kinds that are one
 * @param quotaKey whose quota is charged
 */
record Credential(CredentialKind kind, @Nullable Token token, String quotaKey) {
  static Credential of(Token token) {
    GitHubUser user = token.user();
    Installation installation = token.installation();
    CredentialKind kind =
        switch (token.kind()) {
          case CLASSIC -> CredentialKind.CLASSIC;
          case FINE_GRAINED -> CredentialKind.FINE_GRAINED;
          case OAUTH -> CredentialKind.OAUTH;
          case USER -> CredentialKind.USER;
          case INSTALLATION -> CredentialKind.INSTALLATION;
          case REFRESH -> CredentialKind.UNKNOWN;
        };
    String key =
        user != null
            ? "user " + user.id()
            : "installation " + (installation == null ? 0 : installation.id());
    return new Credential(kind, token, key);
  }

  /** The person behind it; null for the App, an installation and nobody. */
  @Nullable GitHubUser user() {
    return token == null ? null : token.user();
  }

  /** The installation whose token it is; null otherwise. */
  @Nullable Installation installation() {
    return token == null ? null : token.installation();
  }

  boolean hasScope(String... any) {
    for (String scope : any) {
      if (token != null && token.scopes().contains(scope)) {
        return true;
      }
    }
    return false;
  }

  boolean scoped() {
    return kind == CredentialKind.CLASSIC || kind == CredentialKind.OAUTH;
  }
}
