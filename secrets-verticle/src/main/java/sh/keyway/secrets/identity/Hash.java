package sh.keyway.secrets.identity;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/** SHA-256 of tokens that are random enough to need no salt; the only form in which they rest. */
public final class Hash {
  private Hash() {}

  /** Of the text's UTF-8, for a bytea. */
  public static Buffer of(String token) {
    return Buffer.buffer(bytes(token));
  }

  /** Whether it is the token's hash, in a time that does not depend on how much of it fits. */
  public static boolean matches(Buffer hash, @Nullable String token) {
    return token != null && MessageDigest.isEqual(hash.getBytes(), bytes(token));
  }

  private static byte[] bytes(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
