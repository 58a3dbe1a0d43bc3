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
   */
  record Session(UUID userId) implements Principal {
    /** Every scope but that over the installation, which only the owner's API keys carry. */
    @Override
    public boolean has(Scope scope) {
      return scope != Scope.ADMIN_SERVER;
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
