package sh.keyway.bench;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes the body of a pull, {@code {"data":{"content":"KEY=value\nKEY=value"},"meta":{…}}}, as
 * UTF-8 into one reused array. Not safe for use by several threads.
 */
final class RawAnswer {
  private static final byte[] BEFORE = ascii("{\"data\":{\"content\":\"");
  private static final byte[] AFTER =
      ascii("\"},\"meta\":{\"requestId\":\"00000000-0000-0000-0000-000000000000\"}}");
  private static final byte[] HEX = ascii("0123456789abcdef");

  private byte[] bytes = new byte[16 * 1024];
  private int length;
  private boolean first;

  /** Begins the next body. */
  void begin() {
    length = 0;
    first = true;
    put(BEFORE);
  }

  /** Adds a secret, UTF-8 in and JSON out. */
  void secret(
      byte[] key, int keyFrom, int keyLength, byte[] value, int valueFrom, int valueLength) {
    // every byte may become six; two more for the line break, one for the sign
    room(6 * (keyLength + valueLength) + 3);
    if (!first) {
      bytes[length++] = '\\';
      bytes[length++] = 'n';
    }
    first = false;
    escaped(key, keyFrom, keyLength);
    bytes[length++] = '=';
    escaped(value, valueFrom, valueLength);
  }

  /** Ends it and gives a copy. */
  byte[] end() {
    put(AFTER);
    return Arrays.copyOf(bytes, length);
  }

  private void escaped(byte[] text, int from, int count) {
    for (int i = from; i < from + count; i++) {
      byte b = text[i];
      if (b == '"' || b == '\\') {
        bytes[length++] = '\\';
        bytes[length++] = b;
      } else if (b >= 0 && b < 0x20) {
        put(new byte[] {'\\', 'u', '0', '0', HEX[b >> 4], HEX[b & 15]});
      } else {
        bytes[length++] = b;
      }
    }
  }

  private void put(byte[] part) {
    room(part.length);
    System.arraycopy(part, 0, bytes, length, part.length);
    length += part.length;
  }

  private void room(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
