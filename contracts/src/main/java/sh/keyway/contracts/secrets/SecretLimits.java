package sh.keyway.contracts.secrets;

/** Fixed limits on secrets (http-vaults §16.2). */
public final class SecretLimits {
  /** Longest key, in UTF-16 units. */
  public static final int KEY_LENGTH = 256;

  /** Longest value, in UTF-16 units. */
  public static final int VALUE_LENGTH = 65_536;

  /** Most secrets in one push. */
  public static final int SECRETS_PER_PUSH = 1000;

  /** Largest request body, in bytes. */
  public static final int BODY_BYTES = 1_048_576;

  /** Longest environment name in a request, in characters. */
  public static final int ENVIRONMENT_NAME_LENGTH = 50;

  private SecretLimits() {}
}
