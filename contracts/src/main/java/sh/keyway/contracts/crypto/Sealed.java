package sh.keyway.contracts.crypto;

/**
 * A ciphertext as it is stored: scheme byte, key version, nonce, body and tag (layout in the crypto
 * room's {@code Envelope}).
 *
 * @param bytes the whole of it; copied in
 */
public record Sealed(byte[] bytes) {
  /** Copies the bytes in. */
  public Sealed {
    bytes = bytes.clone();
  }

  /** Gives nothing away. */
  @Override
  public String toString() {
    return "Sealed[" + bytes.length + " bytes]";
  }
}
