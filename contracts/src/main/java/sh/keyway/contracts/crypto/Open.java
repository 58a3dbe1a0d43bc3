package sh.keyway.contracts.crypto;

/**
 * Asks for the plaintext of a stored ciphertext.
 *
 * @param binding where the ciphertext was found; must be where it was sealed for
 * @param sealed the stored bytes; copied in
 */
public record Open(Binding binding, byte[] sealed) {
  /** Copies the bytes in. */
  public Open {
    sealed = sealed.clone();
  }

  /** Gives nothing away. */
  @Override
  public String toString() {
    return "Open[" + binding + ", " + sealed.length + " bytes]";
  }
}
