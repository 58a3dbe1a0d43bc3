package sh.keyway.secrets.secret;

import java.util.Arrays;

/** UTF-8 text being written. It grows as needed and wipes what it leaves behind. */
final class Utf8Text {
  private byte[] bytes;
  private int length;

  Utf8Text(int expected) {
    bytes = new byte[expected];
  }

  void append(char ascii) {
    reserve(1);
    bytes[length++] = (byte) ascii;
  }

  void append(byte[] source, int start, int count) {
    reserve(count);
    System.arraycopy(source, start, bytes, length, count);
    length += count;
  }

  boolean isEmpty() {
    return length == 0;
  }

  byte[] toBytes() {
    byte[] text = Arrays.copyOf(bytes, length);
    Arrays.fill(bytes, (byte) 0);
    return text;
  }

  private void reserve(int count) {
    if (length + count > bytes.length) {
      byte[] larger = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
      Arrays.fill(bytes, (byte) 0);
      bytes = larger;
    }
  }
}
