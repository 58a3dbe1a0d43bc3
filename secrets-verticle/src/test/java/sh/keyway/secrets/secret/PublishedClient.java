package sh.keyway.secrets.secret;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * The {@code .env} parsers of the published clients (clients.md §1.7), and what else trims as they
 * do not: split at line feeds, trim the line, skip blank ones and comments, cut at the first {@code
 * =}, trim the key, drop one pair of equal outer quotes.
 */
@SuppressWarnings("ImmutableEnumChecker") // the predicates are method references
enum PublishedClient {
  /** The command-line client. */
  GO(PublishedClient::goSpace, 2),
  /** The MCP server and the GitHub Action; they turn a lone quote into nothing. */
  JAVASCRIPT(PublishedClient::javascriptSpace, 1),
  /** Nobody's yet, but it trims most. */
  PYTHON(PublishedClient::pythonSpace, 2);

  private final IntPredicate space;
  private final int shortestQuoted;

  PublishedClient(IntPredicate space, int shortestQuoted) {
    this.space = space;
    this.shortestQuoted = shortestQuoted;
  }

  Map<String, String> parse(String text) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String raw : text.split("\n", -1)) {
      String line = trim(raw);
      int equals = line.indexOf('=');
      if (line.isEmpty() || line.startsWith("#") || equals < 0) {
        continue;
      }
      values.put(trim(line.substring(0, equals)), unquote(line.substring(equals + 1)));
    }
    return values;
  }

  private String unquote(String value) {
    for (String quote : new String[] {"\"", "'"}) {
      if (value.length() >= shortestQuoted && value.startsWith(quote) && value.endsWith(quote)) {
        return value.length() < 2 ? "" : value.substring(1, value.length() - 1);
      }
    }
    return value;
  }

  private String trim(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && space.test(text.charAt(start))) {
      start++;
    }
    while (end > start && space.test(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  private static boolean zs(int c) {
    return Character.getType(c) == Character.SPACE_SEPARATOR || c == 0x2028 || c == 0x2029;
  }

  private static boolean goSpace(int c) {
    return (c >= 9 && c <= 13) || c == 0x85 || zs(c);
  }

  private static boolean javascriptSpace(int c) {
    return (c >= 9 && c <= 13) || c == 0xfeff || zs(c);
  }

  private static boolean pythonSpace(int c) {
    return (c >= 9 && c <= 13) || (c >= 0x1c && c <= 0x1f) || c == 0x85 || zs(c);
  }
}
