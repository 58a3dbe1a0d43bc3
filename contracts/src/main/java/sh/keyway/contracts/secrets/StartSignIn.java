package sh.keyway.contracts.secrets;

import org.jspecify.annotations.Nullable;

/**
 * Begins a sign-in at GitHub (http-auth §3.5, §3.6). NOT_FOUND if there is no GitHub App or no such
 * user code, CONFLICT if it is over: expired, decided or denied. SERVICE_UNAVAILABLE also if too
 * many are under way.
 *
 * @param userCode the device code this is for, as its user typed it; null to sign a browser in
 * @param returnTo where to send the browser afterwards, checked by the gateway; null for the
 *     dashboard, and for device codes
 */
public record StartSignIn(@Nullable String userCode, @Nullable String returnTo) {
  /** Gives nothing away. */
  @Override
  public String toString() {
    return "StartSignIn[" + (userCode == null ? "browser" : "device") + "]";
  }
}
