package sh.keyway.gateway.http;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Principal;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.Scope;

/**
 * Who may call a route. Each route declares it; there is no default.
 *
 * @param open whether no credential is looked at
 * @param scopes what the credential must allow, all of them; empty for any good credential
 * @param holders whose credentials count at all
 */
public record Access(boolean open, List<Scope> scopes, Holders holders) {

  /** Whose credentials count. */
  public enum Holders {
    /** A person's sessions only. */
    SESSIONS,
    /** Everybody's but those of workflow runs. */
    USERS,
    /** Those of workflow runs too. */
    USERS_AND_WORKFLOWS
  }

  /** Copies the list in. */
  public Access {
    scopes = List.copyOf(scopes);
  }

  /** Everybody, without a credential. */
  public static Access everybody() {
    return new Access(true, List.of(), Holders.USERS);
  }

  /** Whoever has a good credential, whatever its scopes. */
  public static Access anyScope() {
    return new Access(false, List.of(), Holders.USERS);
  }

  /** Whoever is signed in; no keys and no tokens made to be stored. */
  public static Access session() {
    return new Access(false, List.of(), Holders.SESSIONS);
  }

  /** Whoever has a credential with all these scopes. */
  public static Access scopes(Scope... scopes) {
    return new Access(false, List.of(scopes), Holders.USERS);
  }

  /** These, and workflow runs whose token has the scopes. */
  public Access orWorkflow() {
    return new Access(open, scopes, Holders.USERS_AND_WORKFLOWS);
  }

  /** The gate (http-auth §2.5): FORBIDDEN saying what is missing, null if nothing is. */
  @Nullable Problem refusalOf(Principal principal) {
    if (holders == Holders.SESSIONS && !(principal instanceof Principal.Session)) {
      return Problem.of(Kind.FORBIDDEN, "Only a signed-in session may do this");
    }
    if (holders == Holders.USERS && principal instanceof Principal.Ci) {
      return Problem.of(Kind.FORBIDDEN, "The token of a workflow run may only pull");
    }
    return scopes.stream().allMatch(principal::has) ? null : refusal(principal);
  }

  private Problem refusal(Principal principal) {
    List<String> missing = scopes.stream().filter(s -> !principal.has(s)).map(Scope::wire).toList();
    String whose = principal instanceof Principal.ApiKey ? "API key" : "Credential";
    return Problem.of(
        Kind.FORBIDDEN, whose + " missing required scope(s): " + String.join(", ", missing));
  }
}
