package sh.keyway.contracts.crypto;

/** What a ciphertext is for. Each purpose has subkeys of its own. */
public enum Purpose {
  /** All values of one environment at one revision. */
  REVISION("revision"),
  /** The check ciphertext that proves a node holds a key version. */
  KEY_CHECK("key-check"),
  /** What GitHub gave us to act for a user. */
  USER_TOKEN("user-token");

  private final String label;

  Purpose(String label) {
    this.label = label;
  }

  /** The spelling inside key derivation and additional data; never changes. */
  public String label() {
    return label;
  }
}
