package sh.keyway.crypto;

import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * AES-256-GCM with a 96-bit nonce and a 128-bit tag (NIST SP 800-38D) on messages laid out as nonce
 * ‖ body ‖ tag. Its two ciphers are made once and reused, which is some five times faster than a
 * new one per message; therefore not thread-safe: one per event loop.
 */
final class AesGcm {
  /** Bytes of a nonce. */
  static final int NONCE = 12;

  /** Bytes of a tag. */
  static final int TAG = 16;

  /** No additional data. */
  static final byte[] NO_DATA = {};

  private final Cipher sealer = cipher();
  private final Cipher opener = cipher();

  /**
   * Seals in place.
   *
   * @param message room for the whole; its nonce is already there, body and tag are written behind
   * @param at where in the message the nonce begins
   */
  void seal(SecretKey key, byte[] message, int at, byte[] additional, byte[] plaintext) {
    try {
      sealer.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(8 * TAG, message, at, NONCE));
      sealer.updateAAD(additional);
      sealer.doFinal(plaintext, 0, plaintext.length, message, at + NONCE);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM refused to seal", e);
    }
  }

  /**
   * Opens what lies from {@code at} to the end of the message, at least nonce and tag.
   *
   * @return the plaintext
   * @throws AEADBadTagException if it does not authenticate
   */
  byte[] open(SecretKey key, byte[] message, int at, byte[] additional) throws AEADBadTagException {
    int length = message.length - at - NONCE;
    byte[] plaintext = new byte[length - TAG];
    try {
      opener.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(8 * TAG, message, at, NONCE));
      opener.updateAAD(additional);
      opener.doFinal(message, at + NONCE, length, plaintext, 0);
      return plaintext;
    } catch (AEADBadTagException e) {
      throw e;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM refused to open", e);
    }
  }

  private static Cipher cipher() {
    try {
      return Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no AES-GCM", e);
    }
  }
}
