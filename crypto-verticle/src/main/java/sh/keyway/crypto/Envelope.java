package sh.keyway.crypto;

import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import javax.crypto.AEADBadTagException;
import javax.crypto.KDF;
import sh.keyway.contracts.crypto.Binding;

/**
 * Seals and opens on one event loop; not thread-safe.
 *
 * <p>Scheme 1, the only one written:
 *
 * <pre>
 * offset  bytes
 *      0      1  scheme, 1
 *      1      4  key version, big-endian, 1 to 2147483647
 *      5     12  nonce, random
 *     17      n  body, AES-256-GCM, as long as the plaintext
 *   17+n     16  tag
 * </pre>
 *
 * <p>The key is not the master key but HKDF-SHA256 of it, 32 bytes, no salt, with {@link
 * Canonical#info} as info: one subkey per purpose and scope, so that the bound on random nonces
 * (2^32 messages per key, SP 800-38D §8.3) is one per vault. Additional data is {@link
 * Canonical#additional}: a message does not open anywhere else than where it was sealed for.
 *
 * <p>The derivation is the JDK's own ({@code javax.crypto.KDF}, final since Java 25): no further
 * library, a microsecond warm, and the RFC's vectors pass.
 *
 * <p>Scheme 0 is the plain layout of the system we replace (data-and-crypto §2); it carries no
 * header of ours, arrives in parts and is only ever opened.
 */
final class Envelope {
  /** First byte of a message of this layout. */
  static final byte SCHEME = 1;

  /** Bytes before the nonce. */
  static final int HEADER = 1 + Integer.BYTES;

  /** How much longer a message is than its plaintext. */
  static final int OVERHEAD = HEADER + AesGcm.NONCE + AesGcm.TAG;

  /** Longest plaintext, in bytes: eight times what an environment may hold by default. */
  static final int MAX_PLAINTEXT = 8 << 20;

  private static final int SUBKEYS = 1024;

  private final KeyRing keys;
  private final AesGcm aes = new AesGcm();
  private final KDF hkdf = hkdf();
  private final SecureRandom random = nonces();
  private final SubkeyCache subkeys = new SubkeyCache(SUBKEYS);

  Envelope(KeyRing keys) {
    this.keys = keys;
  }

  /**
   * Seals with the named key.
   *
   * @throws EnvelopeException if that key is not held or the plaintext is too long
   */
  byte[] seal(Binding binding, int keyVersion, byte[] plaintext) throws EnvelopeException {
    if (plaintext.length > MAX_PLAINTEXT) {
      throw new EnvelopeException("plaintext too long");
    }
    Subkey subkey = subkey(keyVersion, binding);
    byte[] nonce = new byte[AesGcm.NONCE];
    random.nextBytes(nonce);
    ByteBuffer message =
        ByteBuffer.allocate(plaintext.length + OVERHEAD).put(SCHEME).putInt(keyVersion).put(nonce);
    byte[] additional = Canonical.additional(SCHEME, keyVersion, binding);
    aes.seal(subkey, message.array(), HEADER, additional, plaintext);
    return message.array();
  }

  /**
   * Opens what was sealed for exactly this binding.
   *
   * @throws EnvelopeException if it does not open, for whatever reason
   */
  byte[] open(Binding binding, byte[] message) throws EnvelopeException {
    if (message.length < OVERHEAD || message.length > MAX_PLAINTEXT + OVERHEAD) {
      throw new EnvelopeException("no message has this length");
    }
    if (message[0] != SCHEME) {
      throw new EnvelopeException("unknown scheme");
    }
    int keyVersion = keyVersion(message);
    Subkey subkey = subkey(keyVersion, binding);
    try {
      return aes.open(subkey, message, HEADER, Canonical.additional(SCHEME, keyVersion, binding));
    } catch (AEADBadTagException e) {
      throw new EnvelopeException("does not authenticate");
    }
  }

  /**
   * Opens a message of scheme 0.
   *
   * @param keyVersion 0 means 1
   * @throws EnvelopeException if it does not open, for whatever reason
   */
  byte[] openUpstream(int keyVersion, byte[] iv, byte[] ciphertext, byte[] tag)
      throws EnvelopeException {
    if (iv.length != AesGcm.NONCE || tag.length != AesGcm.TAG) {
      throw new EnvelopeException("iv or tag has the wrong length");
    }
    if (ciphertext.length > MAX_PLAINTEXT) {
      throw new EnvelopeException("no message has this length");
    }
    byte[] message =
        ByteBuffer.allocate(iv.length + ciphertext.length + tag.length)
            .put(iv)
            .put(ciphertext)
            .put(tag)
            .array();
    MasterKey key = keys.find(keyVersion == 0 ? 1 : keyVersion);
    try {
      byte[] plaintext = key == null ? null : key.openUpstream(aes, message);
      if (plaintext == null) {
        throw new EnvelopeException("key version not held");
      }
      return plaintext;
    } catch (AEADBadTagException e) {
      throw new EnvelopeException("does not authenticate");
    }
  }

  /** The key version a message of scheme 1 claims; 0 if it is too short to claim one. */
  static int keyVersion(byte[] message) {
    return message.length < HEADER ? 0 : ByteBuffer.wrap(message, 1, Integer.BYTES).getInt();
  }

  /** Wipes the subkeys. */
  void close() {
    subkeys.clear();
  }

  private Subkey subkey(int keyVersion, Binding binding) throws EnvelopeException {
    // Asked each time, not only when deriving: a destroyed ring must not live on in the cache.
    MasterKey key = keys.find(keyVersion);
    Subkey subkey =
        key == null
            ? null
            : subkeys.get(
                new SubkeyCache.Id(keyVersion, binding.purpose(), binding.scopeId()),
                id -> key.derive(hkdf, Canonical.info(id.purpose(), id.scopeId())));
    if (subkey == null) {
      throw new EnvelopeException("key version not held");
    }
    return subkey;
  }

  private static KDF hkdf() {
    try {
      return KDF.getInstance("HKDF-SHA256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no HKDF", e);
    }
  }

  /**
   * Reads the operating system's generator, which does not block once the machine is up and is
   * right after a fork or a restored snapshot too; a private DRBG where there is none to read.
   */
  private static SecureRandom nonces() {
    try {
      return SecureRandom.getInstance("NativePRNGNonBlocking");
    } catch (NoSuchAlgorithmException e) {
      return new SecureRandom();
    }
  }
}
