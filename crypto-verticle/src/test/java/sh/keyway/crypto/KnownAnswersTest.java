package sh.keyway.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import javax.crypto.AEADBadTagException;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sh.keyway.crypto.TestData.Case;

/** Published vectors, from data files that name their source. */
class KnownAnswersTest {
  private final AesGcm aes = new AesGcm();

  @ParameterizedTest
  @MethodSource("aesGcm")
  void aesGcmAnswersAsPublished(Case given) throws Exception {
    Subkey key = new Subkey(given.bytes("key"));
    byte[] nonce = given.bytes("nonce");
    byte[] body = given.bytes("ciphertext");
    byte[] message = join(nonce, body, given.bytes("tag"));
    byte[] additional = given.bytes("additional");

    if (!given.opens()) {
      assertThatThrownBy(() -> aes.open(key, message, 0, additional))
          .isInstanceOf(AEADBadTagException.class);
      return;
    }
    byte[] plaintext = given.bytes("plaintext");
    byte[] sealed = join(nonce, new byte[body.length], new byte[AesGcm.TAG]);

    aes.seal(key, sealed, 0, additional, plaintext);

    assertThat(sealed).isEqualTo(message);
    assertThat(aes.open(key, message, 0, additional)).isEqualTo(plaintext);
  }

  @ParameterizedTest
  @MethodSource("withoutAdditionalData")
  void schemeZeroAnswersAsPublished(Case given) throws Exception {
    Envelope envelope = new Envelope(KeyRing.single(given.text("key")));
    byte[] iv = given.bytes("nonce");
    byte[] ciphertext = given.bytes("ciphertext");
    byte[] tag = given.bytes("tag");

    if (given.opens()) {
      assertThat(envelope.openUpstream(1, iv, ciphertext, tag)).isEqualTo(given.bytes("plaintext"));
    } else {
      assertThatThrownBy(() -> envelope.openUpstream(1, iv, ciphertext, tag))
          .isInstanceOf(EnvelopeException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("hkdf")
  void hkdfAnswersAsPublished(Case given) throws Exception {
    int length = given.json().required("length").intValue();

    byte[] derived =
        KDF.getInstance("HKDF-SHA256")
            .deriveData(
                HKDFParameterSpec.ofExtract()
                    .addIKM(given.bytes("ikm"))
                    .addSalt(given.bytes("salt"))
                    .thenExpand(given.bytes("info"), length));

    assertThat(derived).isEqualTo(given.bytes("okm"));
  }

  static Stream<Case> aesGcm() {
    return all().filter(c -> c.bytes("nonce").length == AesGcm.NONCE);
  }

  static Stream<Case> withoutAdditionalData() {
    return all().filter(c -> c.bytes("additional").length == 0);
  }

  static Stream<Case> hkdf() {
    return TestData.cases("vectors/hkdf-sha256.json");
  }

  private static Stream<Case> all() {
    return Stream.of("specification", "cavp", "wycheproof")
        .map(name -> "vectors/aes-256-gcm-" + name + ".json")
        .flatMap(TestData::cases);
  }

  private static byte[] join(byte[] nonce, byte[] body, byte[] tag) {
    byte[] all = new byte[nonce.length + body.length + tag.length];
    System.arraycopy(nonce, 0, all, 0, nonce.length);
    System.arraycopy(body, 0, all, nonce.length, body.length);
    System.arraycopy(tag, 0, all, nonce.length + body.length, tag.length);
    return all;
  }
}
