package sh.keyway.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.crypto.KDF;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sh.keyway.contracts.crypto.Binding;
import sh.keyway.contracts.crypto.Purpose;

/** Reading, writing and forgetting keys. */
class KeyRingTest {
  private static final String CANARY = "c0ffee".repeat(10) + "cafe";
  private static final String NOT_HEX = CANARY.substring(1) + "g";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          ""              | nothing there, expected version:hex
          " "             | nothing there, expected version:hex
          KEY             | no colon, expected version:hex
          1:KEY,          | item 2: nothing there, expected version:hex
          ,1:KEY          | item 1: nothing there, expected version:hex
          1:KEY,,2:KEY    | item 2: nothing there, expected version:hex
          1:KEY,KEY       | item 2: no colon, expected version:hex
          1:KEY 2:KEY     | key must be 64 hexadecimal characters
          1:KEY;2:KEY     | key must be 64 hexadecimal characters
          1:KEY,1:KEY     | item 2: this version was given before
          1:KEY,2:KEY,01:KEY | item 3: this version was given before
          0:KEY           | version must be a number from 1 to 2147483647
          -1:KEY          | version must be a number from 1 to 2147483647
          +1:KEY          | version must be a number from 1 to 2147483647
          2147483648:KEY  | version must be a number from 1 to 2147483647
          4294967297:KEY  | version must be a number from 1 to 2147483647
          99999999999999999999:KEY | version must be a number from 1 to 2147483647
          1:KEY,KEY:1     | item 2: version must be a number from 1 to 2147483647
          v1:KEY          | version must be a number from 1 to 2147483647
          ١:KEY           | version must be a number from 1 to 2147483647
          :KEY            | version must be a number from 1 to 2147483647
          1:              | key must be 64 hexadecimal characters
          1:KEY0          | key must be 64 hexadecimal characters
          1:NOTHEX        | key must be 64 hexadecimal characters
          1:KEY:KEY       | key must be 64 hexadecimal characters
          1:KEY,2:NOTHEX  | item 2: key must be 64 hexadecimal characters
          """)
  void whatIsWrongIsNamedByItsPositionAndNeverQuoted(String text, String message) {
    String keys = text.replace("NOTHEX", NOT_HEX).replace("KEY", CANARY);

    assertThatThrownBy(() -> KeyRing.parse(keys))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message)
        .hasNoCause();
  }

  @Test
  void blanksAndEitherCaseAreTaken() {
    KeyRing ring =
        KeyRing.parse(
            " 2147483647 : " + CANARY.toUpperCase(Locale.ROOT) + " ,\t1:" + CANARY + "\n");

    assertThat(ring.versions()).containsExactly(1, Integer.MAX_VALUE);
  }

  @Test
  void aRingHasABound() {
    String many =
        IntStream.rangeClosed(1, KeyRing.MAX_KEYS)
            .mapToObj(v -> v + ":" + CANARY)
            .collect(Collectors.joining(","));

    assertThat(KeyRing.parse(many).versions()).hasSize(KeyRing.MAX_KEYS);
    assertThatThrownBy(() -> KeyRing.parse(many + ",999:" + CANARY))
        .hasMessage("more than 256 keys");
  }

  @Test
  void oneKeyIsVersionOneAndTheSameAsInAList() throws Exception {
    Binding binding = Binding.of(Purpose.KEY_CHECK, new UUID(1, 1));
    byte[] message =
        new Envelope(KeyRing.single("  " + CANARY + "\r\n")).seal(binding, 1, new byte[] {5});

    assertThat(new Envelope(KeyRing.parse("1:" + CANARY)).open(binding, message))
        .containsExactly(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1:KEY", "KEY0", "NOTHEX", "KEY,KEY"})
  void oneKeyIsSixtyFourHexadecimalCharacters(String text) {
    String key = text.replace("NOTHEX", NOT_HEX).replace("KEY", CANARY);

    assertThatThrownBy(() -> KeyRing.single(key))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("key must be 64 hexadecimal characters")
        .hasNoCause();
  }

  @Test
  void aGeneratedRingIsWrittenOnceAndReadsBack() throws Exception {
    KeyRing generated = KeyRing.generate();
    Binding binding = Binding.of(Purpose.KEY_CHECK, new UUID(1, 1));
    byte[] message = new Envelope(generated).seal(binding, 1, new byte[] {5});

    String text = generated.encode();

    assertThat(text).matches("1:[0-9a-f]{64}");
    assertThat(new Envelope(KeyRing.parse(text)).open(binding, message)).containsExactly(5);
    assertThatThrownBy(generated::encode).isInstanceOf(IllegalStateException.class);
    assertThat(KeyRing.generate().encode()).isNotEqualTo(text);
  }

  @Test
  void aRingThatWasReadIsNeverWritten() {
    assertThatThrownBy(() -> KeyRing.parse("1:" + CANARY).encode())
        .isInstanceOf(IllegalStateException.class)
        .message()
        .doesNotContain(CANARY);
  }

  @Test
  void aDestroyedRingHoldsNothing() {
    KeyRing ring = KeyRing.generate();

    ring.destroy();

    assertThat(ring.versions()).isEmpty();
    assertThat(ring.find(1)).isNull();
    assertThatThrownBy(ring::encode).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aDestroyedKeyDerivesNothing() throws Exception {
    byte[] bytes = new byte[MasterKey.BYTES];
    bytes[0] = 1;
    MasterKey key = new MasterKey(bytes);

    key.destroy();

    assertThat(bytes).containsOnly(0);
    assertThat(key.derive(KDF.getInstance("HKDF-SHA256"), new byte[1])).isNull();
    assertThat(key.openUpstream(new AesGcm(), new byte[28])).isNull();
    assertThatThrownBy(key::hex).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void printsVersionsOnly() {
    assertThat(KeyRing.parse("3:" + CANARY + ",1:" + CANARY)).hasToString("KeyRing[1, 3]");
    assertThat(new MasterKey(new byte[32])).hasToString("MasterKey");
    assertThat(new Subkey(new byte[32])).hasToString("Subkey");
  }
}
