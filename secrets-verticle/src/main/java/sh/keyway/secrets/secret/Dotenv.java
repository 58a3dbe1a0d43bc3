package sh.keyway.secrets.secret;

import java.nio.charset.StandardCharsets;
import sh.keyway.secrets.revision.RevisionBody;

/**
 * Writes the text of a {@code .env} file so that the parser of the published clients reads every
 * single-line value back bit for bit (clients.md §1.7): they split at line feeds, trim the line,
 * cut at the first {@code =} and drop one pair of equal outer quotes, without any unescaping.
 *
 * <p>A value with line breaks cannot survive that parser in any form. It is written as one line in
 * double quotes with {@code \n}, {@code \r}, {@code \"} and {@code \\}, which dotenv libraries read
 * back; what a published client makes of that line is {@link #misread}.
 *
 * <p>Works on bytes from revision to answer: this is the hot path.
 */
final class Dotenv {
  private static final char BYTE_ORDER_MARK = '\ufeff';
  private static final char NEXT_LINE = '\u0085';
  private static final int LONGEST_CODE_POINT = 4;

  private Dotenv() {}

  /** One line per secret of a revision's body, joined by a line feed, none after the last. */
  static byte[] render(byte[] body) {
    Utf8Text text = new Utf8Text(body.length + 64);
    RevisionBody.visit(
        body,
        (bytes, key, keyLength, value, valueLength) -> {
          if (!text.isEmpty()) {
            text.append('\n');
          }
          text.append(bytes, key, keyLength);
          text.append('=');
          value(text, bytes, value, valueLength);
        });
    return text.toBytes();
  }

  /** Whether the value can only be written escaped. */
  static boolean hasLineBreak(String value) {
    return value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0;
  }

  /** What a published client makes of our rendering of a value with line breaks. */
  static String misread(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    Utf8Text text = new Utf8Text(bytes.length + 16);
    escape(text, bytes, 0, bytes.length);
    return new String(text.toBytes(), StandardCharsets.UTF_8);
  }

  private static void value(Utf8Text text, byte[] bytes, int start, int length) {
    if (hasLineBreak(bytes, start, length)) {
      text.append('"');
      escape(text, bytes, start, length);
      text.append('"');
    } else if (length > 0 && needsQuotes(bytes, start, length)) {
      // A backslash in double quotes could be read as the escape of a line break; the clients drop
      // either kind of quote.
      char quote = contains(bytes, start, length, '\\') ? '\'' : '"';
      text.append(quote);
      text.append(bytes, start, length);
      text.append(quote);
    } else {
      text.append(bytes, start, length);
    }
  }

  private static boolean hasLineBreak(byte[] bytes, int start, int length) {
    return contains(bytes, start, length, '\n') || contains(bytes, start, length, '\r');
  }

  private static boolean contains(byte[] bytes, int start, int length, char ascii) {
    for (int i = start; i < start + length; i++) {
      if (bytes[i] == ascii) {
        return true;
      }
    }
    return false;
  }

  private static void escape(Utf8Text text, byte[] bytes, int start, int length) {
    int copied = start;
    for (int i = start; i < start + length; i++) {
      char escaped = escaped(bytes[i]);
      if (escaped != 0) {
        text.append(bytes, copied, i - copied);
        text.append('\\');
        text.append(escaped);
        copied = i + 1;
      }
    }
    text.append(bytes, copied, start + length - copied);
  }

  private static char escaped(byte b) {
    return switch (b) {
      case '\n' -> 'n';
      case '\r' -> 'r';
      case '"' -> '"';
      case '\\' -> '\\';
      default -> 0;
    };
  }

  private static boolean needsQuotes(byte[] bytes, int start, int length) {
    byte first = bytes[start];
    byte last = bytes[start + length - 1];
    boolean quoted = first == last && (first == '"' || first == '\'');
    return quoted
        || isTrimmed(first(bytes, start, length))
        || isTrimmed(last(bytes, start, length));
  }

  private static char first(byte[] bytes, int start, int length) {
    if (bytes[start] >= 0) {
      return (char) bytes[start];
    }
    int some = Math.min(length, LONGEST_CODE_POINT);
    return new String(bytes, start, some, StandardCharsets.UTF_8).charAt(0);
  }

  private static char last(byte[] bytes, int start, int length) {
    int end = start + length;
    if (bytes[end - 1] >= 0) {
      return (char) bytes[end - 1];
    }
    int some = Math.min(length, LONGEST_CODE_POINT);
    String tail = new String(bytes, end - some, some, StandardCharsets.UTF_8);
    return tail.charAt(tail.length() - 1);
  }

  /** Whether Go, JavaScript or Python would trim it; all such characters are single units. */
  private static boolean isTrimmed(char c) {
    boolean visibleAscii = c > ' ' && c < '\u007f';
    return !visibleAscii && isBlank(c);
  }

  private static boolean isBlank(char c) {
    return Character.isWhitespace(c)
        || Character.isSpaceChar(c)
        || c == NEXT_LINE
        || c == BYTE_ORDER_MARK;
  }
}
