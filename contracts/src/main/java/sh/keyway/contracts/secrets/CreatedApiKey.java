package sh.keyway.contracts.secrets;

/**
 * A key just minted.
 *
 * @param token the key itself, shown only here
 * @param key the row
 */
public record CreatedApiKey(String token, ApiKeyView key) {
  /** Gives nothing away. */
  @Override
  public String toString() {
    return "CreatedApiKey[" + key.id() + "]";
  }
}
