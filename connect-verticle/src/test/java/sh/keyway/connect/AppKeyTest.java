package sh.keyway.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every spelling of a key that people paste, and what is none. */
class AppKeyTest {
  private static final KeyPair PAIR = pair("RSA", 2048);

  /** The PKCS#1 key is what follows the head of 26 bytes in the PKCS#8 encoding. */
  private static final int PKCS8_HEAD = 26;

  static Stream<String> spellings() {
    byte[] pkcs8 = PAIR.getPrivate().getEncoded();
    String modern = pem("PRIVATE KEY", pkcs8);
    String issued = pem("RSA PRIVATE KEY", Arrays.copyOfRange(pkcs8, PKCS8_HEAD, pkcs8.length));
    return Stream.of(modern, issued)
        .flatMap(pem ->
            Stream.of(
                pem,
                "\n  " + pem + "\n",
                pem.replace("\n", "\r\n"),
                pem.replace("\n", "\\n"),
                Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8)),
                Base64.getMimeEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8))));
  }

  @ParameterizedTest
  @MethodSource("spellings")
  void everySpellingSigns(String text) throws Exception {
    byte[] signature = AppKey.parse(text).sign("head.claims");

    Signature check = Signature.getInstance("SHA256withRSA");
    check.initVerify(PAIR.getPublic());
    check.update("head.claims".getBytes(StandardCharsets.US_ASCII));
    assertThat(check.verify(signature)).isTrue();
    assertThat(AppKey.parse(text).toString()).isEqualTo("AppKey[RSA]");
  }

  static Stream<String> others() {
    byte[] small = pair("RSA", 1024).getPrivate().getEncoded();
    byte[] curve = pair("EC", 256).getPrivate().getEncoded();
    byte[] cut = Arrays.copyOf(PAIR.getPrivate().getEncoded(), 600);
    return Stream.of(
        "",
        "hunter2",
        "not base64 !!!",
        "aHVudGVyMg==",
        pem("PRIVATE KEY", small),
        pem("PRIVATE KEY", curve),
        pem("PRIVATE KEY", cut),
        pem("RSA PRIVATE KEY", cut),
        pem("RSA PRIVATE KEY", new byte[10]),
        pem("PUBLIC KEY", PAIR.getPublic().getEncoded()),
        pem("CERTIFICATE", cut),
        "-----BEGIN PRIVATE KEY-----\nhunter2");
  }

  @ParameterizedTest
  @MethodSource("others")
  void whatIsNoKeyIsRefusedAndNotQuoted(String text) {
    assertThatThrownBy(() -> AppKey.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasNoCause()
        .message()
        .doesNotContain("hunter2")
        .hasSizeLessThan(80);
  }

  private static String pem(String label, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----"
        .formatted(label, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der), label);
  }

  private static KeyPair pair(String algorithm, int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
