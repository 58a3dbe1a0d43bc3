package sh.keyway.secrets.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import sh.keyway.secrets.revision.RevisionBody;

class DotenvTest {
  private static final int GENERATED = Boolean.getBoolean("keyway.long") ? 1_000_000 : 20_000;

  private static String render(Map<String, String> secrets) {
    byte[] body = RevisionBody.encode(new TreeMap<>(secrets));
    return new String(Dotenv.render(body), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @EnumSource
  void everySingleLineValueComesBackBitForBit(PublishedClient client) {
    List<String> values = new ArrayList<>(NastyValues.SINGLE_LINE);
    values.addAll(NastyValues.generated(1, GENERATED, false));
    for (String value : values) {
      assertThat(client.parse(render(Map.of("K", value)))).isEqualTo(Map.of("K", value));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aValueWithLineBreaksIsOneLineThatNeverTouchesItsNeighbours(PublishedClient client) {
    List<String> values = new ArrayList<>(NastyValues.MULTI_LINE);
    values.addAll(NastyValues.generated(2, GENERATED, true));
    for (String value : values) {
      Map<String, String> read = client.parse(render(Map.of("A", "1", "K", value, "Z", "2")));

      assertThat(read).isEqualTo(Map.of("A", "1", "K", Dotenv.misread(value), "Z", "2"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "~plain~|~K=plain~",
        "~~|~K=~",
        "~a b~|~K=a b~",
        "~ a~|~K=\" a\"~",
        "~a\u00a0~|~K=\"a\u00a0\"~",
        "~\"a\"~|~K=\"\"a\"\"~",
        "~'a'~|~K=\"'a'\"~",
        "~say \"hi\"~|~K=say \"hi\"~",
        "~a\\b~|~K=a\\b~",
        "~ a\\b~|~K=' a\\b'~",
        "~l1\nl2~|~K=\"l1\\nl2\"~",
        "~l1\r\n\"q\"\\~|~K=\"l1\\r\\n\\\"q\\\"\\\\\"~",
      })
  void theTextIs(String value, String line) {
    assertThat(render(Map.of("K", value))).isEqualTo(line);
  }

  @Test
  void linesAreSortedByKeyWithoutALastLineFeed() {
    assertThat(render(Map.of("B", "2", "10", "x", "9", "y", "A", "1")))
        .isEqualTo("10=x\n9=y\nA=1\nB=2");
  }

  @Test
  void whatAClientMisreadMeansUnchangedUnlessExact() {
    for (String value : NastyValues.MULTI_LINE) {
      Map<String, String> before = Map.of("K", value);
      Map<String, String> misread = Map.of("K", Dotenv.misread(value));

      assertThat(Changes.between(before, misread, false, false).isEmpty()).isTrue();
      assertThat(Changes.between(before, misread, false, false).after()).isEqualTo(before);
      assertThat(Changes.between(before, misread, true, false).after()).isEqualTo(misread);
    }
  }

  @Test
  void aSingleLineValueIsNeverTakenForAnother() {
    Map<String, String> before = Map.of("K", "\\n");

    assertThat(Changes.between(before, Map.of("K", "\\\\n"), false, false).updated())
        .containsExactly("K");
  }
}
