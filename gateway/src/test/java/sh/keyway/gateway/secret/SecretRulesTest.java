package sh.keyway.gateway.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Keys, for every character there is and for many generated names. */
class SecretRulesTest {
  private static final int ROUNDS = Boolean.getBoolean("keyway.long") ? 2_000_000 : 50_000;

  @Test
  void everyCharacterIsJudgedInEveryPlace() {
    for (int i = 0; i <= 0xFFFF; i++) {
      char c = (char) i;
      boolean anywhere =
          !Character.isISOControl(c)
              && c != 0x2028
              && c != 0x2029
              && c != '='
              && !Character.isSurrogate(c);
      boolean outside = anywhere && !isTrimmedSomewhere(c);
      assertThat(isKey("A" + c + "B")).as("inside %04x", i).isEqualTo(anywhere);
      assertThat(isKey("A" + c)).as("last %04x", i).isEqualTo(outside);
      assertThat(isKey(c + "A")).as("first %04x", i).isEqualTo(outside && c != '#');
      assertThat(isKey("" + c)).as("alone %04x", i).isEqualTo(outside && c != '#');
    }
  }

  @Test
  void whateverPassesSurvivesTheClients() {
    Random random = new Random(20261124);
    String alphabet = "Aa0_ .#='\"\\\t\n\r\u0000\u0085\u00A0\u2028\u3000\uFEFFé\uD83D\uDE00\uD800";
    int keys = 0;
    for (int i = 0; i < ROUNDS; i++) {
      StringBuilder name = new StringBuilder();
      for (int length = random.nextInt(8); length > 0; length--) {
        name.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      String key = name.toString();
      if (isKey(key)) {
        keys++;
        String line = key + "=value";
        assertThat(line.strip().trim()).isEqualTo(line);
        assertThat(line.lines()).hasSize(1);
        assertThat(line.substring(0, line.indexOf('='))).isEqualTo(key);
        assertThat(line).doesNotStartWith("#");
        assertThat(new String(key.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
            .isEqualTo(key);
      }
    }
    assertThat(keys).isGreaterThan(ROUNDS / 100);
  }

  private static boolean isKey(String key) {
    return SecretRules.complaintAboutKey(key) == null;
  }

  /** Go's unicode.IsSpace, JavaScript's white space and Python's str.isspace, taken together. */
  private static boolean isTrimmedSomewhere(char c) {
    return Character.isWhitespace(c)
        || Character.isSpaceChar(c)
        || c == 0x0085
        || c == 0xFEFF
        || c == 0x180E;
  }
}
