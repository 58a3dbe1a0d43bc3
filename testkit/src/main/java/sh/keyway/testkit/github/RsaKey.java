package sh.keyway.testkit.github;

import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;

/** A 2048-bit RSA key pair in the forms GitHub hands out. */
final class RsaKey {
  // SEQUENCE, version, algorithm and OCTET STRING headers, the same for every 2048-bit key
  private static final int PKCS8_HEADER = 26;
  private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();
  private final KeyPair pair;
  final String id = UUID.randomUUID().toString();

  private RsaKey(KeyPair pair) {
    this.pair = pair;
  }

  static RsaKey generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return new RsaKey(generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** {@code BEGIN RSA PRIVATE KEY}, as the App's settings page offers it for download. */
  String pkcs1Pem() {
    byte[] pkcs8 = pair.getPrivate().getEncoded();
    byte[] pkcs1 = Arrays.copyOfRange(pkcs8, PKCS8_HEADER, pkcs8.length);
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(pkcs1);
    return "-----BEGIN RSA PRIVATE KEY-----\n" + body + "\n-----END RSA PRIVATE KEY-----\n";
  }

  RSAPublicKey publicKey() {
    return (RSAPublicKey) pair.getPublic();
  }

  /** A compact JWS, RS256. */
  String sign(JsonObject header, JsonObject claims) {
    String content = encode(header) + "." + encode(claims);
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(pair.getPrivate());
      signature.update(content.getBytes(StandardCharsets.US_ASCII));
      return content + "." + URL.encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  boolean verifies(String content, byte[] signed) {
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(pair.getPublic());
      signature.update(content.getBytes(StandardCharsets.US_ASCII));
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  JsonObject jwk() {
    return JsonObject.of(
        "kty",
        "RSA",
        "alg",
        "RS256",
        "use",
        "sig",
        "kid",
        id,
        "n",
        URL.encodeToString(unsigned(publicKey().getModulus())),
        "e",
        URL.encodeToString(unsigned(publicKey().getPublicExponent())));
  }

  static String encode(JsonObject part) {
    return URL.encodeToString(part.encode().getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] unsigned(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
  }
}
