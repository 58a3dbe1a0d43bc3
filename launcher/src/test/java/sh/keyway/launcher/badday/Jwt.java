package sh.keyway.launcher.badday;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Keyway JWTs (http-auth §2.3). */
final class Jwt {
  private Jwt() {}

  /**
   * One for a user.
   *
   * @param end when it expires, in seconds since 1970
   */
  static String sign(String userId, long end, String secret) throws GeneralSecurityException {
    JsonObject claims =
        new JsonObject()
            .put("userId", userId)
            .put("forgeType", "local")
            .put("forgeUserId", "1")
            .put("username", "owner")
            .put("iat", end - 7200)
            .put("exp", end)
            .put("iss", "keyway-api")
            .put("sub", userId);
    String content = base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "." + base64(claims.encode());
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    byte[] signature = mac.doFinal(content.getBytes(StandardCharsets.UTF_8));
    return content + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
