package sh.keyway.gateway.signin;

/** Where the pages are. */
final class SignInPaths {
  static final String VERIFY = "/v1/auth/device/verify";
  static final String APPROVE = "/v1/auth/device/approve";
  static final String CALLBACK = "/v1/auth/callback";
  static final String LOGIN_LINK = "/v1/auth/login-link";

  private SignInPaths() {}
}
