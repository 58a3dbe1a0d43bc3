package sh.keyway.contracts.crypto;

/**
 * Asks for the plaintext of a ciphertext in scheme 0, the layout of the system we replace
 * (data-and-crypto §2): AES-256-GCM directly under the key, no additional data. For imports only;
 * nothing of ours is ever written so.
 *
 * @param keyVersion the key's version; 0 means 1
 * @param iv 12 bytes; copied in
 * @param ciphertext as long as the plaintext; copied in
 * @param tag 16 bytes; copied in
 */
public record OpenUpstream(int keyVersion, byte[] iv, byte[] ciphertext, byte[] tag) {
  /** Copies the bytes in. */
  public OpenUpstream {
    iv = iv.clone();
    ciphertext = ciphertext.clone();
    tag = tag.clone();
  }

  /** Gives nothing away. */
  @Override
  public String toString() {
    return "OpenUpstream[key " + keyVersion + ", " + ciphertext.length + " bytes]";
  }
}
