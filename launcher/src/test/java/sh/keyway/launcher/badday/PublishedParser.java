package sh.keyway.launcher.badday;

import java.util.LinkedHashMap;
import java.util.Map;

/** How the published clients read the text of a pull (clients.md §1.7). */
final class PublishedParser {
  private PublishedParser() {}

  /** As the CLI does, which drops quotes from two characters on. */
  static Map<String, String> cli(String content) {
    return parse(content, 2);
  }

  /** As the MCP server and the Action do, which make nothing of a lone quote. */
  static Map<String, String> typeScript(String content) {
    return parse(content, 1);
  }

  private static Map<String, String> parse(String content, int shortestQuoted) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String raw : content.split("\n", -1)) {
      String line = raw.strip();
      int equals = line.indexOf('=');
      if (!line.isEmpty() && !line.startsWith("#") && equals >= 0) {
        values.put(
            line.substring(0, equals).strip(),
            unquoted(line.substring(equals + 1), shortestQuoted));
      }
    }
    return values;
  }

  private static String unquoted(String value, int shortest) {
    for (String quote : new String[] {"\"", "'"}) {
      if (value.length() >= shortest && value.startsWith(quote) && value.endsWith(quote)) {
        return value.length() == 1 ? "" : value.substring(1, value.length() - 1);
      }
    }
    return value;
  }
}
