package sh.keyway.contracts.secrets;

/**
 * One secret.
 *
 * @param key its key
 * @param value its exact value
 * @param environment where it is
 */
public record SecretValue(String key, String value, String environment) {
  /** Gives nothing away. */
  @Override
  public String toString() {
    return "SecretValue[" + key + ", " + environment + "]";
  }
}
