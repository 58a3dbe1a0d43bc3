package sh.keyway.bench;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM with one reused {@link Cipher} (NIST SP 800-38D; nonce of 12 bytes in front, tag of
 * 16 behind). Not safe for use by several threads.
 */
final class RawCipher {
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  private final SecureRandom random = new SecureRandom();
  private final SecretKeySpec key;
  private final Cipher cipher;

  RawCipher(byte[] key) throws GeneralSecurityException {
    this.key = new SecretKeySpec(key, "AES");
    cipher = Cipher.getInstance("AES/GCM/NoPadding");
  }

  byte[] seal(byte[] plain) throws GeneralSecurityException {
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
    byte[] sealed = new byte[NONCE + cipher.getOutputSize(plain.length)];
    System.arraycopy(nonce, 0, sealed, 0, NONCE);
    cipher.doFinal(plain, 0, plain.length, sealed, NONCE);
    return sealed;
  }

  /**
   * Opens a ciphertext into {@code plain}.
   *
   * @return how many bytes of {@code plain} were written
   * @throws GeneralSecurityException if it was tampered with
   */
  int open(byte[] sealed, byte[] plain, int at) throws GeneralSecurityException {
    cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, sealed, 0, NONCE));
    return cipher.doFinal(sealed, NONCE, sealed.length - NONCE, plain, at);
  }
}
