package sh.keyway.secrets.identity;

import io.vertx.core.buffer.Buffer;
import java.security.SecureRandom;

/**
 * An API key's text (http-auth §2.5): {@code kw_live_} or {@code kw_test_} and 40 characters of 62,
 * drawn without bias.
 *
 * @param text the key itself
 */
record ApiKeyToken(String text) {
  private static final String ALPHABET =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int LENGTH = 40;
  private static final int PREFIX = "kw_live_".length() + 8;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** A new one. */
  static ApiKeyToken draw(String environment) {
    StringBuilder text = new StringBuilder("kw_").append(environment).append('_');
    for (int i = 0; i < LENGTH; i++) {
      text.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
    }
    return new ApiKeyToken(text.toString());
  }

  /** The part that may be shown. */
  String prefix() {
    return text.substring(0, PREFIX);
  }

  /** SHA-256 of the text, which is all that is stored. */
  Buffer hash() {
    return Hash.of(text);
  }

  /** Gives nothing away. */
  @Override
  public String toString() {
    return "ApiKeyToken[" + prefix() + "…]";
  }
}
