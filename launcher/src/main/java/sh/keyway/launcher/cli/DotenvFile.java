package sh.keyway.launcher.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The text of a {@code .env} file, read as the published clients read it (clients.md §1.7), so that
 * a file means the same whoever pushes it. One thing is added: text in double quotes with escaped
 * line breaks, as a pull writes values with line breaks, is decoded.
 *
 * @param values key to value, in the order of the file; of a repeated key the last value
 * @param ignoredLines numbers, from 1, of lines that are neither empty, comment nor assignment
 */
record DotenvFile(Map<String, String> values, List<Integer> ignoredLines) {

  /** Reads it; every text can be read. */
  static DotenvFile parse(String text) {
    Map<String, String> values = new LinkedHashMap<>();
    List<Integer> ignored = new ArrayList<>();
    String[] lines = text.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      String line = trim(lines[i]);
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      int equals = line.indexOf('=');
      if (equals < 0) {
        ignored.add(i + 1);
        continue;
      }
      values.put(trim(line.substring(0, equals)), value(line.substring(equals + 1)));
    }
    return new DotenvFile(values, ignored);
  }

  /** Gives nothing away. */
  @Override
  public String toString() {
    return "DotenvFile[" + values.size() + " values]";
  }

  private static String value(String raw) {
    int last = raw.length() - 1;
    if (last < 1 || raw.charAt(0) != raw.charAt(last)) {
      return raw;
    }
    String inner = raw.substring(1, last);
    return switch (raw.charAt(0)) {
      case '"' -> decode(inner).orElse(inner);
      case '\'' -> inner;
      default -> raw;
    };
  }

  /**
   * The text with its escapes undone; empty unless every backslash begins an escape we write, no
   * quote stands alone, and there is a line break among them.
   */
  private static Optional<String> decode(String text) {
    StringBuilder decoded = new StringBuilder(text.length());
    boolean lineBreak = false;
    for (int i = 0; i < text.length(); i++) {
      char next = text.charAt(i);
      if (next == '"') {
        return Optional.empty();
      }
      if (next == '\\') {
        i++;
        next = i < text.length() ? unescape(text.charAt(i)) : 0;
        if (next == 0) {
          return Optional.empty();
        }
        lineBreak |= next == '\n' || next == '\r';
      }
      decoded.append(next);
    }
    return lineBreak ? Optional.of(decoded.toString()) : Optional.empty();
  }

  private static char unescape(char escaped) {
    return switch (escaped) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case '"', '\\' -> escaped;
      default -> 0;
    };
  }

  /** Without what Go, JavaScript or Python would trim. */
  private static String trim(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && blank(text.charAt(start))) {
      start++;
    }
    while (end > start && blank(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  private static boolean blank(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085' || c == '\uFEFF';
  }
}
