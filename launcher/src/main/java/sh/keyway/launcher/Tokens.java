package sh.keyway.launcher;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Random tokens. */
public final class Tokens {
  private static final String ALPHABET =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final Pattern API_KEY = Pattern.compile("kw_(live|test)_[0-9A-Za-z]{40}");
  private static final int PREFIX_LENGTH = 16;

  private Tokens() {}

  /** A new API key in the contract's form (http-auth §2.5); every character equally likely. */
  public static String apiKey(SecureRandom random) {
    return "kw_live_" + text(random, 40);
  }

  /** Characters of {@code [0-9A-Za-z]}, every one equally likely. */
  public static String text(SecureRandom random, int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return text.toString();
  }

  /** Whether it has the form of an API key. */
  public static boolean isApiKey(String text) {
    return API_KEY.matcher(text).matches();
  }

  /** The part of an API key that may be shown. */
  public static String prefix(String apiKey) {
    return apiKey.substring(0, PREFIX_LENGTH);
  }

  /** Lower-case hexadecimal SHA-256. */
  public static String hash(String token) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
