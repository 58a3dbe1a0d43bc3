package sh.keyway.contracts;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Set;
import java.util.UUID;

/**
 * Whose credential a request carried, as the gateway read it. It is a claim to be checked, not a
 * decision: the secrets room proves it still holds in the statement that answers the request
 * (architecture rule 4).
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Principal.ApiKey.class, name = "api-key"),
  @JsonSubTypes.Type(value = Principal.Session.class, name = "session"),
  @JsonSubTypes.Type(value = Principal.GitHubToken.class, name = "github-token"),
  @JsonSubTypes.Type(value = Principal.Ci.class, name = "ci"),
  @JsonSubTypes.Type(value = Principal.Operator.class, name = "operator")
})
public sealed interface Principal {

  /** Whether the scope gate lets this caller through (http-auth §2.5). */
  boolean has(Scope scope);

  /**
   * An API key; acts as its owner, within its scopes.
   *
   * @param keyId row of the key
   * @param userId its owner
   * @param scopes what it may be used for
   */
  record ApiKey(UUID keyId, UUID userId, Set<Scope> scopes) implements Principal {
    /** Copies the set in. */
    public ApiKey {
      scopes = Set.copyOf(scopes);
    }

    @Override
    public boolean has(Scope scope) {
      return scopes.contains(scope);
    }
  }

  /**
   * A Keyway JWT whose signature, issuer and expiry the gateway verified.
   *
   * @param userId its subject, not yet known to exist
   * @param sessionId the session it belongs to, not yet known to hold
   */
  record Session(UUID userId, UUID sessionId) implements Principal {
    /** Every scope but that over the installation, which only the owner's API keys carry. */
    @Override
    public boolean has(Scope scope) {
      return scope != Scope.ADMIN_SERVER;
    }
  }

  /**
   * A personal access token of GitHub's. It acts as its user, but on a repository never for more
   * than it is worth there by itself, and it makes no credentials that would outlive it.
   *
   * @param tokenId row that knows the token
   * @param userId whose it is
   * @param token the token, to ask GitHub what it may do
   */
  record GitHubToken(UUID tokenId, UUID userId, String token) implements Principal {
    @Override
    public boolean has(Scope scope) {
      return scope == Scope.READ_SECRETS
          || scope == Scope.WRITE_SECRETS
          || scope == Scope.DELETE_SECRETS;
    }

    /** Gives nothing away. */
    @Override
    public String toString() {
      return "GitHubToken[" + tokenId + ", user " + userId + "]";
    }
  }

  /**
   * A pull token that a workflow run got for its OIDC token; belongs to no user.
   *
   * @param tokenId row of the token
   * @param vaultId the vault it may pull from
   * @param runId number of the workflow run
   * @param actor login of who started the run
   */
  record Ci(UUID tokenId, UUID vaultId, long runId, String actor) implements Principal {
    @Override
    public boolean has(Scope scope) {
      return scope == Scope.READ_SECRETS;
    }
  }

  /** Whoever can read the control token on this machine; may administer, owns no secrets. */
  record Operator() implements Principal {
    @Override
    public boolean has(Scope scope) {
      return scope == Scope.ADMIN_SERVER;
    }
  }
}
