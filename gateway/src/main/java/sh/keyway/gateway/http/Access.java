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
 */
public record Access(boolean open, List<Scope> scopes) {
  /** Copies the list in. */
  public Access {
    scopes = List.copyOf(scopes);
  }

  /** Everybody, without a credential. */
  public static Access everybody() {
    return new Access(true, List.of());
  }

  /** Whoever has a good credential, whatever its scopes. */
  public static Access anyScope() {
    return new Access(false, List.of());
  }

  /** Whoever has a credential with all these scopes. */
  public static Access scopes(Scope... scopes) {
    return new Access(false, List.of(scopes));
  }

  /** The scope gate (http-auth §2.5): FORBIDDEN naming the missing scopes, null if none is. */
  @Nullable Problem refusalOf(Principal principal) {
    return scopes.stream().allMatch(principal::has) ? null : refusal(principal);
  }

  private Problem refusal(Principal principal) {
    List<String> missing = scopes.stream().filter(s -> !principal.has(s)).map(Scope::wire).toList();
    String whose = principal instanceof Principal.ApiKey ? "API key" : "Credential";
    return Problem.of(
        Kind.FORBIDDEN, whose + " missing required scope(s): " + String.join(", ", missing));
  }
}
