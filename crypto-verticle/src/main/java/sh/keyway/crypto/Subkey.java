package sh.keyway.crypto;

import java.util.Arrays;
import javax.crypto.SecretKey;

/**
 * A derived AES key. Exists because the usual key class of the JDK cannot be wiped. Not
 * thread-safe; belongs to one event loop. Never serialised.
 */
final class Subkey implements SecretKey {
  private static final long serialVersionUID = 1L;

  private final transient byte[] bytes;
  private transient boolean destroyed;

  /** Takes the array over. */
  Subkey(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public String getAlgorithm() {
    return "AES";
  }

  @Override
  public String getFormat() {
    return "RAW";
  }

  /** A copy, for the cipher, which wipes it when it is given another key. */
  @Override
  public byte[] getEncoded() {
    if (destroyed) {
      throw new IllegalStateException("destroyed");
    }
    return bytes.clone();
  }

  @Override
  public void destroy() {
    destroyed = true;
    Arrays.fill(bytes, (byte) 0);
  }

  @Override
  public boolean isDestroyed() {
    return destroyed;
  }

  @Override
  public String toString() {
    return "Subkey";
  }
}
