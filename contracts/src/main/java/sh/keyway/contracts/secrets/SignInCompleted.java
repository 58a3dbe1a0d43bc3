package sh.keyway.contracts.secrets;

import org.jspecify.annotations.Nullable;

/**
 * What a sign-in led to: exactly one of the first two is there.
 *
 * @param session a browser is signed in; null if it was for a device code
 * @param approval the device code still has to be approved; null if a browser is signed in
 * @param returnTo where to send the browser, null for the dashboard
 */
public record SignInCompleted(
    @Nullable SessionFacts session, @Nullable DeviceApproval approval, @Nullable String returnTo) {}
