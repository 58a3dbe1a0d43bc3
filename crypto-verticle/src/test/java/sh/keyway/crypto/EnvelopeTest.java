package sh.keyway.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import sh.keyway.contracts.crypto.Binding;
import sh.keyway.contracts.crypto.Purpose;

/** Scheme 1 opens where it was sealed for, whole, and in no other way. */
class EnvelopeTest {
  private static final boolean LONG = Boolean.getBoolean("keyway.long");
  private static final String SAME_KEY = "5a".repeat(32);
  private static final UUID VAULT = new UUID(0x11, 0x12);
  private static final UUID OTHER_VAULT = new UUID(0x12, 0x11);
  private static final UUID ENVIRONMENT = new UUID(0x21, 0x22);
  private static final UUID OTHER_ENVIRONMENT = new UUID(0x21, 0x23);
  private static final Binding HERE = Binding.revision(VAULT, ENVIRONMENT, 7);
  private static final byte[] SECRET = "API_KEY=s3cret".getBytes(StandardCharsets.UTF_8);

  // Versions 1 and 2 hold the same bytes, so that only additional data tells them apart.
  private final KeyRing keys =
      KeyRing.parse("1:" + SAME_KEY + ",2:" + SAME_KEY + ",9:" + "a5".repeat(32));
  private final Envelope envelope = new Envelope(keys);

  @Test
  void everySingleBitFlipIsRefused() throws Exception {
    byte[] message = envelope.seal(HERE, 1, LONG ? new byte[3000] : SECRET);

    for (int bit = 0; bit < 8 * message.length; bit++) {
      byte[] flipped = message.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      assertRefused(HERE, flipped);
    }
    assertThat(envelope.open(HERE, message)).hasSizeGreaterThan(0);
  }

  @Test
  void everyTruncationAndExtensionIsRefused() throws Exception {
    byte[] message = envelope.seal(HERE, 1, SECRET);

    for (int length = 0; length < message.length; length++) {
      assertRefused(HERE, Arrays.copyOf(message, length));
      assertRefused(HERE, Arrays.copyOfRange(message, message.length - length, message.length));
    }
    assertRefused(HERE, Arrays.copyOf(message, message.length + 1));
  }

  @ParameterizedTest
  @MethodSource("elsewhere")
  void everySwapOfTheBindingIsRefused(Binding elsewhere) throws Exception {
    byte[] here = envelope.seal(HERE, 1, SECRET);
    byte[] there = envelope.seal(elsewhere, 1, SECRET);

    assertRefused(elsewhere, here);
    assertRefused(HERE, there);
    assertThat(envelope.open(elsewhere, there)).isEqualTo(SECRET);
  }

  static Stream<Binding> elsewhere() {
    return Stream.of(
        Binding.revision(OTHER_VAULT, ENVIRONMENT, 7),
        Binding.revision(VAULT, OTHER_ENVIRONMENT, 7),
        Binding.revision(ENVIRONMENT, VAULT, 7),
        Binding.revision(VAULT, ENVIRONMENT, 6),
        Binding.revision(VAULT, ENVIRONMENT, 8),
        Binding.revision(VAULT, ENVIRONMENT, 7L << 32),
        Binding.of(Purpose.KEY_CHECK, VAULT),
        Binding.of(Purpose.KEY_CHECK, ENVIRONMENT));
  }

  @Test
  void anotherKeyVersionIsRefusedEvenWhereItsKeyIsTheSame() throws Exception {
    byte[] message = envelope.seal(HERE, 1, SECRET);
    byte[] relabelled = message.clone();
    relabelled[4] = 2;

    assertThat(Envelope.keyVersion(relabelled)).isEqualTo(2);
    assertRefused(HERE, relabelled);
  }

  @Test
  void partsOfTwoMessagesDoNotMix() throws Exception {
    byte[] one = envelope.seal(HERE, 1, SECRET);
    byte[] two = envelope.seal(HERE, 1, SECRET);
    int body = Envelope.HEADER + AesGcm.NONCE;
    int tag = one.length - AesGcm.TAG;

    for (int[] cut : new int[][] {{Envelope.HEADER, body}, {body, tag}, {tag, one.length}}) {
      byte[] mixed = one.clone();
      System.arraycopy(two, cut[0], mixed, cut[0], cut[1] - cut[0]);
      assertRefused(HERE, mixed);
    }
  }

  @Test
  void randomPlaintextsOfAllSizesComeBack() throws Exception {
    long seed = 20_261_124;
    Random random = new Random(seed);
    int rounds = LONG ? 20_000 : 400;
    for (int round = 0; round < rounds; round++) {
      byte[] plaintext = new byte[round < 70 ? round : random.nextInt(70_001)];
      random.nextBytes(plaintext);
      Binding binding =
          random.nextBoolean()
              ? Binding.revision(
                  new UUID(random.nextLong(), random.nextLong()),
                  new UUID(random.nextLong(), random.nextLong()),
                  1 + random.nextLong(Long.MAX_VALUE))
              : Binding.of(Purpose.KEY_CHECK, new UUID(random.nextLong(), random.nextLong()));
      int version = random.nextBoolean() ? 9 : 2;

      byte[] message = envelope.seal(binding, version, plaintext);

      assertThat(message).hasSize(plaintext.length + Envelope.OVERHEAD).startsWith(1, 0, 0, 0);
      assertThat(envelope.open(binding, message))
          .as("seed %d round %d", seed, round)
          .isEqualTo(plaintext);
      int bit = random.nextInt(8 * message.length);
      message[bit / 8] ^= (byte) (1 << (bit % 8));
      assertRefused(binding, message);
    }
  }

  @Test
  void aNonceIsNeverUsedTwice() throws Exception {
    Set<String> nonces = new HashSet<>();
    int rounds = 10_000;
    for (int i = 0; i < rounds; i++) {
      byte[] message = envelope.seal(HERE, 1, SECRET);
      nonces.add(Arrays.toString(Arrays.copyOfRange(message, Envelope.HEADER, 17)));
    }
    assertThat(nonces).hasSize(rounds);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, -1, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void aKeyThatIsNotHeldNeitherSealsNorOpens(int version) {
    assertThatThrownBy(() -> envelope.seal(HERE, version, SECRET))
        .isInstanceOf(EnvelopeException.class)
        .hasMessage("key version not held");
    assertThatThrownBy(() ->
            envelope.openUpstream(version == 0 ? 3 : version, new byte[12], SECRET, new byte[16]))
        .hasMessage("key version not held");
  }

  @Test
  void aDestroyedRingWorksForNobodyNotEvenThroughCachedSubkeys() throws Exception {
    byte[] message = envelope.seal(HERE, 1, SECRET);

    keys.destroy();

    assertRefused(HERE, message);
    assertThatThrownBy(() -> envelope.seal(HERE, 1, SECRET)).hasMessage("key version not held");
  }

  @Test
  void theLongestPlaintextComesBackAndALongerOneIsRefused() throws Exception {
    byte[] longest = new byte[Envelope.MAX_PLAINTEXT];
    longest[longest.length - 1] = 1;

    byte[] message = envelope.seal(HERE, 1, longest);

    assertThat(Arrays.equals(envelope.open(HERE, message), longest)).isTrue();
    assertThatThrownBy(() -> envelope.seal(HERE, 1, new byte[longest.length + 1]))
        .hasMessage("plaintext too long");
    assertThatThrownBy(() -> envelope.open(HERE, Arrays.copyOf(message, message.length + 1)))
        .hasMessage("no message has this length");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 11, 13, 16, 96})
  void schemeZeroTakesNoOtherIvThanTwelveBytes(int length) {
    assertThatThrownBy(() -> envelope.openUpstream(1, new byte[length], SECRET, new byte[16]))
        .hasMessage("iv or tag has the wrong length");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4, 8, 12, 15, 17, 32})
  void schemeZeroTakesNoOtherTagThanSixteenBytes(int length) {
    assertThatThrownBy(() -> envelope.openUpstream(1, new byte[12], SECRET, new byte[length]))
        .hasMessage("iv or tag has the wrong length");
  }

  private void assertRefused(Binding binding, byte[] message) {
    assertThatThrownBy(() -> envelope.open(binding, message))
        .isInstanceOf(EnvelopeException.class)
        .hasNoCause();
  }
}
