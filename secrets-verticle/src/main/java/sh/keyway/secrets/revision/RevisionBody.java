package sh.keyway.secrets.revision;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;

/**
 * The plaintext of a revision: all keys and values of an environment, sorted by key.
 *
 * <pre>
 * format   1 byte, 1
 * count    4 bytes, big-endian
 * count ×  length of key, 2 bytes; key, UTF-8; length of value, 4 bytes; value, UTF-8
 * </pre>
 */
public final class RevisionBody {
  private static final byte FORMAT = 1;
  private static final int HEAD = 5;
  private static final int LENGTHS = 6;
  private static final int LONGEST_KEY = 0xffff;

  private RevisionBody() {}

  /** Writes the map; its texts must have no unpaired surrogates. */
  public static byte[] encode(SortedMap<String, String> secrets) {
    List<byte[]> parts = new ArrayList<>(secrets.size() * 2);
    int size = HEAD;
    for (Map.Entry<String, String> secret : secrets.entrySet()) {
      byte[] key = secret.getKey().getBytes(StandardCharsets.UTF_8);
      byte[] value = secret.getValue().getBytes(StandardCharsets.UTF_8);
      if (key.length > LONGEST_KEY) {
        throw new IllegalArgumentException("a key is too long for a revision");
      }
      parts.add(key);
      parts.add(value);
      size += LENGTHS + key.length + value.length;
    }
    ByteBuffer body = ByteBuffer.allocate(size).put(FORMAT).putInt(secrets.size());
    for (int i = 0; i < parts.size(); i += 2) {
      byte[] key = parts.get(i);
      byte[] value = parts.get(i + 1);
      body.putShort((short) key.length).put(key).putInt(value.length).put(value);
    }
    return body.array();
  }

  /** How many secrets the body of {@link #encode} holds. */
  public static int count(byte[] bytes) {
    return ByteBuffer.wrap(bytes).getInt(1);
  }

  /** Told of each secret of a body, in key order, as places in its bytes; both texts are UTF-8. */
  @FunctionalInterface
  public interface Visitor {
    /** One secret. */
    void secret(byte[] body, int key, int keyLength, int value, int valueLength);
  }

  /**
   * Walks over what {@link #encode} wrote.
   *
   * @throws IllegalStateException if it is anything else
   */
  public static void visit(byte[] bytes, Visitor visitor) {
    try {
      ByteBuffer body = ByteBuffer.wrap(bytes);
      if (body.get() != FORMAT) {
        throw new IllegalStateException("unknown format of a revision");
      }
      int count = positive(body.getInt());
      for (int i = 0; i < count; i++) {
        int keyLength = Short.toUnsignedInt(body.getShort());
        int key = body.position();
        body.position(key + keyLength);
        int valueLength = positive(body.getInt());
        int value = body.position();
        body.position(value + valueLength);
        visitor.secret(bytes, key, keyLength, value, valueLength);
      }
      if (body.hasRemaining()) {
        throw new IllegalStateException("a revision is longer than it says");
      }
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new IllegalStateException("a revision is shorter than it says", e);
    }
  }

  /**
   * Reads what {@link #encode} wrote, in key order.
   *
   * @throws IllegalStateException if it is anything else
   */
  public static SequencedMap<String, String> decode(byte[] bytes) {
    SequencedMap<String, String> secrets = new LinkedHashMap<>();
    visit(
        bytes,
        (body, key, keyLength, value, valueLength) ->
            secrets.put(text(body, key, keyLength), text(body, value, valueLength)));
    return secrets;
  }

  /** Bytes that keys and values take, for the limit on an environment's size. */
  public static long weight(Map<String, String> secrets) {
    long weight = 0;
    for (Map.Entry<String, String> secret : secrets.entrySet()) {
      weight += utf8Length(secret.getKey()) + utf8Length(secret.getValue());
    }
    return weight;
  }

  private static int positive(int number) {
    if (number < 0) {
      throw new IllegalStateException("a revision makes no sense");
    }
    return number;
  }

  private static long utf8Length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static String text(byte[] body, int start, int length) {
    return new String(body, start, length, StandardCharsets.UTF_8);
  }
}
