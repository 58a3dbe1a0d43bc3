package sh.keyway.bench;

import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.TreeMap;

/** The secrets every server is asked for: the same in each run, and nothing that needs quoting. */
final class Samples {
  /** Length of each value in characters, that of a usual token. */
  static final int VALUE_LENGTH = 40;

  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  private Samples() {}

  /** {@code count} secrets, in the order of their keys. */
  static SequencedMap<String, String> secrets(int count) {
    Random random = new Random(count);
    TreeMap<String, String> secrets = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      StringBuilder value = new StringBuilder(VALUE_LENGTH);
      for (int c = 0; c < VALUE_LENGTH; c++) {
        value.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
      }
      secrets.put("SERVICE_TOKEN_%04d".formatted(i), value.toString());
    }
    return secrets;
  }

  /** The dotenv text a pull answers with. */
  static String dotenv(Map<String, String> secrets) {
    StringBuilder text = new StringBuilder();
    secrets.forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
    return text.substring(0, text.length() - 1);
  }
}
