package sh.keyway.connect;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The private key of a GitHub App (http-auth §5.1). Prints nothing of itself. */
public final class AppKey {
  private static final Pattern PEM =
      Pattern.compile(
          "-----BEGIN (RSA )?PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END (RSA )?PRIVATE KEY-----");
  private static final int MIN_BITS = 2048;

  /**
   * DER of {@code INTEGER 0, SEQUENCE { rsaEncryption, NULL }}: what PKCS#8 puts before the key.
   */
  private static final byte[] RSA_HEAD =
      HexFormat.of().parseHex("020100300d06092a864886f70d0101010500");

  private static final int SEQUENCE = 0x30;
  private static final int OCTETS = 0x04;

  private final PrivateKey key;

  private AppKey(PrivateKey key) {
    this.key = key;
  }

  /**
   * Reads a key: PEM as GitHub issues it (PKCS#1) or PKCS#8, bare, with its line breaks written as
   * {@code \n}, or the whole of it in base64.
   *
   * @throws IllegalArgumentException if it is none, saying why but not quoting it
   */
  public static AppKey parse(String text) {
    Matcher pem = PEM.matcher(unwrapped(text.strip()));
    if (!pem.find()) {
      throw new IllegalArgumentException("must be a PEM private key, bare or in base64");
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(pem.group(2));
      byte[] pkcs8 = pem.group(1) == null ? der : wrapped(der);
      PrivateKey key =
          KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      if (key instanceof RSAPrivateKey rsa && rsa.getModulus().bitLength() >= MIN_BITS) {
        return new AppKey(key);
      }
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalArgumentException("is not a readable RSA private key");
    }
    throw new IllegalArgumentException("must be an RSA key of at least " + MIN_BITS + " bits");
  }

  /** Signs with RS256 (RFC 7518 §3.3). */
  public byte[] sign(String text) {
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update(text.getBytes(StandardCharsets.US_ASCII));
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the App's key does not sign", e);
    }
  }

  /** Gives nothing away. */
  @Override
  public String toString() {
    return "AppKey[RSA]";
  }

  private static String unwrapped(String text) {
    if (text.startsWith("-----")) {
      return text.replace("\\n", "\n");
    }
    try {
      return new String(Base64.getMimeDecoder().decode(text), StandardCharsets.US_ASCII);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static byte[] wrapped(byte[] pkcs1) {
    return tagged(SEQUENCE, joined(RSA_HEAD, tagged(OCTETS, pkcs1)));
  }

  /** DER with a length of three bytes, which every RSA key of a sensible size has. */
  private static byte[] tagged(int tag, byte[] content) {
    if (content.length < 0x100 || content.length > 0xffff) {
      throw new IllegalArgumentException("no key of a sensible size");
    }
    byte[] head = {
      (byte) tag, (byte) 0x82, (byte) (content.length >> 8), (byte) content.length,
    };
    return joined(head, content);
  }

  private static byte[] joined(byte[] one, byte[] two) {
    byte[] both = new byte[one.length + two.length];
    System.arraycopy(one, 0, both, 0, one.length);
    System.arraycopy(two, 0, both, one.length, two.length);
    return both;
  }
}
