package sh.keyway.contracts.crypto;

/**
 * A plaintext. Handed over without a copy: whoever asked owns it and wipes it when done.
 *
 * @param plaintext the bytes
 */
public record Opened(byte[] plaintext) {
  /** Gives nothing away. */
  @Override
  public String toString() {
    return "Opened[" + plaintext.length + " bytes]";
  }
}
