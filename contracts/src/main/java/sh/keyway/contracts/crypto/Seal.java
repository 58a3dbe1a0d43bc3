package sh.keyway.contracts.crypto;

/**
 * Asks for a ciphertext. Good for one use: the room wipes the plaintext when it is done with it and
 * refuses a request it wiped before, so whoever tries again makes a new one.
 *
 * @param binding where it will belong
 * @param keyVersion the version to write with, taken from the database (architecture rule 7)
 * @param plaintext what to seal, at most 8 MiB, not only zeros; copied in
 */
public record Seal(Binding binding, int keyVersion, byte[] plaintext) {
  /** Copies the bytes in. */
  public Seal {
    plaintext = plaintext.clone();
  }

  /** Gives nothing away. */
  @Override
  public String toString() {
    return "Seal[" + binding + ", key " + keyVersion + ", " + plaintext.length + " bytes]";
  }
}
