package sh.keyway.gateway.auth;

import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import sh.keyway.contracts.Principal;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.gateway.http.Authenticator;
import sh.keyway.gateway.http.Exchange;

/** Lets in whoever presents the control token, as the operator. */
public final class ControlTokenAuthenticator implements Authenticator {
  private final byte[] expected;

  /**
   * Expects this token.
   *
   * @throws IllegalArgumentException if it is blank, which everybody could present
   */
  public ControlTokenAuthenticator(String controlToken) {
    if (controlToken.isBlank()) {
      throw new IllegalArgumentException("control token is blank");
    }
    expected = controlToken.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Future<Principal> authenticate(Exchange exchange) {
    String token = Bearer.read(exchange);
    if (token == null) {
      return Future.failedFuture(Refusals.missing());
    }
    if (!MessageDigest.isEqual(expected, token.getBytes(StandardCharsets.UTF_8))) {
      return Future.failedFuture(
          Problem.of(Kind.UNAUTHORIZED, "Invalid control token").exception());
    }
    return Future.succeededFuture(new Principal.Operator());
  }

  /** The operator of the machine may do all that is served here; there is nothing to record. */
  @Override
  public Future<Void> record(Exchange exchange, Principal principal, Problem refusal) {
    return Future.succeededFuture();
  }

  @Override
  public void refused(Exchange exchange, Principal principal) {
    // Nothing is kept.
  }
}
