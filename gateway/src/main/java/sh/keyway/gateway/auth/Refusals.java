package sh.keyway.gateway.auth;

import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.ProblemException;

/** The ways a credential can be bad (http-vaults §1.3). */
final class Refusals {
  private Refusals() {}

  static ProblemException missing() {
    return unauthorized("Authentication required");
  }

  static ProblemException badToken() {
    return unauthorized("Invalid or expired token");
  }

  static ProblemException expiredToken() {
    return unauthorized("Invalid access token");
  }

  static ProblemException badKeyFormat() {
    return unauthorized("Invalid API key format");
  }

  static ProblemException unknownKey() {
    return unauthorized("Invalid or revoked API key");
  }

  static ProblemException expiredKey() {
    return unauthorized("API key has expired");
  }

  static ProblemException addressNotAllowed() {
    return unauthorized("IP address not allowed for this API key");
  }

  private static ProblemException unauthorized(String detail) {
    return Problem.of(Kind.UNAUTHORIZED, detail).exception();
  }
}
