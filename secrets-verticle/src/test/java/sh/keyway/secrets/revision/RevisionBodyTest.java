package sh.keyway.secrets.revision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RevisionBodyTest {
  private static final int ROUNDS = Boolean.getBoolean("keyway.long") ? 200_000 : 2_000;
  private static final int[] POINTS = {
    0, '\n', '\r', '"', '\'', '\\', '=', ' ', 'a', 0xe9, 0x2028, 0xfeff, 0x1f600, 0x10ffff
  };

  @Test
  void whatIsEncodedIsDecoded() {
    Random random = new Random(1);
    for (int i = 0; i < ROUNDS; i++) {
      SortedMap<String, String> secrets = someSecrets(random);

      byte[] body = RevisionBody.encode(secrets);

      assertThat(RevisionBody.decode(body)).isEqualTo(secrets);
      assertThat(RevisionBody.decode(body).keySet()).containsExactlyElementsOf(secrets.keySet());
      assertThat(RevisionBody.count(body)).isEqualTo(secrets.size());
      assertThat(body).hasSize(5 + 6 * secrets.size() + (int) RevisionBody.weight(secrets));
    }
  }

  @Test
  void theLargestValuesFit() {
    SortedMap<String, String> secrets = new TreeMap<>();
    secrets.put("k".repeat(256), "\u20ac".repeat(65_536));
    secrets.put("\u20ac".repeat(256), "");

    assertThat(RevisionBody.decode(RevisionBody.encode(secrets))).isEqualTo(secrets);
  }

  @Test
  void aBodyCutShortIsRefusedWhereverItIsCut() {
    byte[] body = RevisionBody.encode(new TreeMap<>(Map.of("A", "1", "KEY", "a value")));
    for (int length = 0; length < body.length; length++) {
      byte[] cut = Arrays.copyOf(body, length);
      assertThatThrownBy(() -> RevisionBody.decode(cut)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void aBodyThatGoesOnIsRefused() {
    byte[] body = RevisionBody.encode(new TreeMap<>(Map.of("A", "1")));

    assertThatThrownBy(() -> RevisionBody.decode(Arrays.copyOf(body, body.length + 1)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anotherFormatIsRefused() {
    byte[] body = RevisionBody.encode(new TreeMap<>(Map.of("A", "1")));
    body[0] = 2;

    assertThatThrownBy(() -> RevisionBody.decode(body)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void lengthsThatMakeNoSenseAreRefused() {
    int value = 5 + 2 + 1;
    for (int length : new int[] {-1, -8, Integer.MIN_VALUE, Integer.MAX_VALUE, 2}) {
      byte[] body = RevisionBody.encode(new TreeMap<>(Map.of("A", "1")));
      ByteBuffer.wrap(body).putInt(value, length);
      assertThatThrownBy(() -> RevisionBody.decode(body))
          .as("value of " + length)
          .isInstanceOf(IllegalStateException.class);
    }
    for (int count : new int[] {-1, 2, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      byte[] body = RevisionBody.encode(new TreeMap<>(Map.of("A", "1")));
      ByteBuffer.wrap(body).putInt(1, count);
      assertThatThrownBy(() -> RevisionBody.decode(body))
          .as("count of " + count)
          .isInstanceOf(IllegalStateException.class);
    }
    byte[] negative = RevisionBody.encode(new TreeMap<>());
    ByteBuffer.wrap(negative).putInt(1, -1);
    assertThatThrownBy(() -> RevisionBody.decode(negative))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void garbageIsRefusedOrReadButNeverAnythingElse() {
    Random random = new Random(2);
    var unexpected = new ArrayList<RuntimeException>();
    for (int i = 0; i < ROUNDS * 5; i++) {
      byte[] body = RevisionBody.encode(someSecrets(random));
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        body[random.nextInt(body.length)] = (byte) random.nextInt();
      }
      try {
        RevisionBody.decode(body);
      } catch (IllegalStateException refused) {
        assertThat(refused).hasMessageContaining("revision");
      } catch (RuntimeException e) {
        unexpected.add(e);
      }
    }

    assertThat(unexpected).isEmpty();
  }

  @Test
  void aKeyLongerThanItsLengthCanSayIsRefused() {
    SortedMap<String, String> secrets = new TreeMap<>(Map.of("k".repeat(65_536), "1"));

    assertThatThrownBy(() -> RevisionBody.encode(secrets))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static SortedMap<String, String> someSecrets(Random random) {
    SortedMap<String, String> secrets = new TreeMap<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      secrets.put(text(random, 1 + random.nextInt(8)), text(random, random.nextInt(20)));
    }
    return secrets;
  }

  private static String text(Random random, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.appendCodePoint(POINTS[random.nextInt(POINTS.length)]);
    }
    return text.toString();
  }
}
