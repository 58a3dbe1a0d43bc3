package sh.keyway.crypto;

import java.security.InvalidAlgorithmParameterException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.AEADBadTagException;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * The one holder of a key-encryption key. Hands out operations, never the bytes. Its methods are
 * synchronised so that a key wiped by one thread is never half read by another; they run only when
 * a subkey is not cached, so event loops do not contend for it.
 */
final class MasterKey {
  /** AES-256, hence 32 bytes. */
  static final int BYTES = 32;

  private byte @Nullable [] key;

  /** Takes the array over; it is wiped by {@link #destroy}. */
  MasterKey(byte[] key) {
    if (key.length != BYTES) {
      throw new IllegalArgumentException("a key has 32 bytes");
    }
    this.key = key;
  }

  /**
   * HKDF-SHA256 (RFC 5869) without salt, 32 bytes.
   *
   * @return null if this key was destroyed
   */
  synchronized @Nullable Subkey derive(KDF hkdf, byte[] info) {
    if (key == null) {
      return null;
    }
    try {
      return new Subkey(
          hkdf.deriveData(HKDFParameterSpec.ofExtract().addIKM(key).thenExpand(info, BYTES)));
    } catch (InvalidAlgorithmParameterException e) {
      throw new IllegalStateException("HKDF refused its parameters", e);
    }
  }

  /**
   * Opens a scheme 0 message: AES-256-GCM directly under this key, no additional data.
   *
   * @param message nonce ‖ body ‖ tag
   * @return the plaintext; null if this key was destroyed
   * @throws AEADBadTagException if it does not authenticate
   */
  synchronized byte @Nullable [] openUpstream(AesGcm aes, byte[] message)
      throws AEADBadTagException {
    if (key == null) {
      return null;
    }
    Subkey direct = new Subkey(key.clone());
    try {
      return aes.open(direct, message, 0, AesGcm.NO_DATA);
    } finally {
      direct.destroy();
    }
  }

  /** Lower-case hex; a secret. */
  synchronized String hex() {
    if (key == null) {
      throw new IllegalStateException("destroyed");
    }
    return HexFormat.of().formatHex(key);
  }

  /** Wipes the bytes; every later operation finds no key. */
  synchronized void destroy() {
    if (key != null) {
      Arrays.fill(key, (byte) 0);
      key = null;
    }
  }

  @Override
  public String toString() {
    return "MasterKey";
  }
}
