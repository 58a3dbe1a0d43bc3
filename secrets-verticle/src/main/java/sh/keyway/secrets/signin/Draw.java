package sh.keyway.secrets.signin;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** Random texts of 256 bits. */
final class Draw {
  static final int BYTES = 32;

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

  private Draw() {}

  /** 43 characters of base64url. */
  static String token() {
    return BASE64URL.encodeToString(bytes(0));
  }

  /** A token that also carries a text for whoever holds it. */
  static String tokenCarrying(String text) {
    byte[] carried = text.getBytes(StandardCharsets.US_ASCII);
    byte[] bytes = bytes(carried.length);
    System.arraycopy(carried, 0, bytes, BYTES, carried.length);
    return BASE64URL.encodeToString(bytes);
  }

  /** What a token of {@link #tokenCarrying} carries. */
  static String carriedBy(String token) {
    byte[] bytes = Base64.getUrlDecoder().decode(token);
    return new String(bytes, BYTES, bytes.length - BYTES, StandardCharsets.US_ASCII);
  }

  /** 64 hexadecimal digits. */
  static String hex() {
    return HexFormat.of().formatHex(bytes(0));
  }

  /** An index below the bound, without bias. */
  static int below(int bound) {
    return RANDOM.nextInt(bound);
  }

  private static byte[] bytes(int more) {
    byte[] random = new byte[BYTES];
    RANDOM.nextBytes(random);
    byte[] bytes = new byte[BYTES + more];
    System.arraycopy(random, 0, bytes, 0, BYTES);
    return bytes;
  }
}
