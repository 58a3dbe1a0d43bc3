package sh.keyway.gateway.http;

import io.vertx.core.Future;
import sh.keyway.contracts.Principal;
import sh.keyway.contracts.Problem;

/** Finds out whose request it is. */
public interface Authenticator {
  /**
   * Reads the credential.
   *
   * @return whose it is; fails with UNAUTHORIZED if the credential is missing or bad, FORBIDDEN if
   *     it may not be used this way, SERVICE_UNAVAILABLE if it could not be checked
   */
  Future<Principal> authenticate(Exchange exchange);

  /**
   * The gateway itself refuses the caller: to be put into the audit before it is answered.
   *
   * @return fails if it could not be
   */
  Future<Void> record(Exchange exchange, Principal principal, Problem refusal);

  /** A room refused the principal as UNAUTHORIZED: forget whatever was kept about it. */
  void refused(Exchange exchange, Principal principal);
}
