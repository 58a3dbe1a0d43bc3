package sh.keyway.contracts.secrets;

import sh.keyway.contracts.Caller;

/**
 * A browser that is signed in wants to approve a device code. NOT_FOUND if there is no such user
 * code, CONFLICT if it is over, UNAUTHORIZED if the session does not hold, FORBIDDEN to any other
 * kind of credential.
 *
 * @param caller the browser's session
 * @param userCode as its user typed it
 */
public record RequestApproval(Caller caller, String userCode) {
  /** Gives nothing away. */
  @Override
  public String toString() {
    return "RequestApproval[" + caller.client().requestId() + "]";
  }
}
