package sh.keyway.connect.github;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Pattern;
import sh.keyway.connect.http.UnreachableException;

/**
 * What a call to GitHub authenticates with.
 *
 * @param key whose quota it draws on; outlives the token
 * @param header the Authorization header
 * @param ours whether it is the App's own, whose answers may be remembered
 */
record Credential(String key, String header, boolean ours) {
  private static final Pattern TOKEN = Pattern.compile("[!-~]{1,4096}");

  /** Whose quota the App itself draws on. */
  static final String APP = "app";

  static Credential app(String jwt) {
    return new Credential(APP, "Bearer " + jwt, true);
  }

  static Credential installation(long id, String token) {
    return new Credential(installationKey(id), bearer(token), true);
  }

  /** Whose quota an installation's tokens draw on. */
  static String installationKey(long id) {
    return "installation:" + id;
  }

  static Credential user(String token) {
    return new Credential("user:" + digest(token), bearer(token), false);
  }

  static Credential client(String id, String secret) {
    String both = id + ":" + secret;
    return new Credential(
        "client",
        "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)),
        true);
  }

  /** What GitHub gave us must be fit for a header; the check of the HTTP client would quote it. */
  private static String bearer(String token) {
    if (!TOKEN.matcher(token).matches()) {
      throw UnreachableException.down("malformed token");
    }
    return "Bearer " + token;
  }

  private static String digest(String token) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Gives nothing away. */
  @Override
  public String toString() {
    return "Credential[" + (ours ? key : "user") + "]";
  }
}
