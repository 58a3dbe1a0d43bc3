package sh.keyway.crypto;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The key-encryption keys of a node, by version. Thread-safe. Hands out no key bytes, with one
 * exception: {@link #encode}.
 */
public final class KeyRing {
  /** Most keys in a ring; far more than anyone rotates through. */
  static final int MAX_KEYS = 256;

  private static final int HEX_LENGTH = 2 * MasterKey.BYTES;

  private final NavigableMap<Integer, MasterKey> keys;
  private final AtomicBoolean encodable;
  private volatile boolean destroyed;

  private KeyRing(NavigableMap<Integer, MasterKey> keys, boolean encodable) {
    this.keys = keys;
    this.encodable = new AtomicBoolean(encodable);
  }

  /**
   * Reads {@code version:hex[,version:hex…]} (data-and-crypto §3.5, {@code ENCRYPTION_KEYS}).
   * Versions are 1 to 2147483647, keys 64 hexadecimal characters of either case; blanks around
   * items and parts are trimmed. A version given twice is refused, where upstream lets the last
   * win.
   *
   * @throws IllegalArgumentException with a message that says which item is wrong by its position,
   *     from 1, and never quotes the text
   */
  public static KeyRing parse(String text) {
    String[] items = text.split(",", -1);
    if (items.length > MAX_KEYS) {
      throw new IllegalArgumentException("more than " + MAX_KEYS + " keys");
    }
    NavigableMap<Integer, MasterKey> keys = new TreeMap<>();
    try {
      for (int i = 0; i < items.length; i++) {
        add(keys, items[i].strip(), items.length == 1 ? "" : "item " + (i + 1) + ": ");
      }
    } catch (IllegalArgumentException e) {
      keys.values().forEach(MasterKey::destroy);
      throw e;
    }
    return new KeyRing(keys, false);
  }

  /**
   * One key of version 1 (data-and-crypto §3.5, {@code ENCRYPTION_KEY}); blanks around it are
   * trimmed.
   *
   * @throws IllegalArgumentException with a message that never quotes the text
   */
  public static KeyRing single(String hex) {
    return new KeyRing(new TreeMap<>(Map.of(1, key(hex.strip(), ""))), false);
  }

  /** A new ring with one random key of version 1. */
  public static KeyRing generate() {
    byte[] key = new byte[MasterKey.BYTES];
    new SecureRandom().nextBytes(key);
    return new KeyRing(new TreeMap<>(Map.of(1, new MasterKey(key))), true);
  }

  /**
   * This ring as text that {@link #parse} reads. <strong>The text is the secret of secrets</strong>
   * and cannot be wiped: write it to its file and drop it. Only a ring just generated has it, and
   * only once.
   *
   * @throws IllegalStateException if the ring was not generated, was encoded before, or destroyed
   */
  public String encode() {
    if (destroyed || !encodable.compareAndSet(true, false)) {
      throw new IllegalStateException("only a generated ring can be encoded, and only once");
    }
    return keys.entrySet().stream()
        .map(e -> e.getKey() + ":" + e.getValue().hex())
        .collect(Collectors.joining(","));
  }

  /** The versions held, ascending; empty once destroyed. */
  public SortedSet<Integer> versions() {
    return destroyed ? new TreeSet<>() : new TreeSet<>(keys.keySet());
  }

  /** Wipes every key. Whatever is sealed or opened with the ring from now on fails. */
  public void destroy() {
    destroyed = true;
    keys.values().forEach(MasterKey::destroy);
  }

  /** The key of that version, null if it is not held. */
  @Nullable MasterKey find(int version) {
    return destroyed ? null : keys.get(version);
  }

  /** Versions only. */
  @Override
  public String toString() {
    return "KeyRing" + versions();
  }

  private static void add(Map<Integer, MasterKey> keys, String item, String where) {
    if (item.isEmpty()) {
      throw new IllegalArgumentException(where + "nothing there, expected version:hex");
    }
    int colon = item.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException(where + "no colon, expected version:hex");
    }
    int version = version(item.substring(0, colon).strip(), where);
    if (keys.putIfAbsent(version, key(item.substring(colon + 1).strip(), where)) != null) {
      throw new IllegalArgumentException(where + "this version was given before");
    }
  }

  private static int version(String text, String where) {
    boolean digits =
        !text.isEmpty() && text.length() <= 10 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    long version = digits ? Long.parseLong(text) : 0;
    if (version < 1 || version > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(where + "version must be a number from 1 to 2147483647");
    }
    return (int) version;
  }

  private static MasterKey key(String text, String where) {
    if (text.length() != HEX_LENGTH || !text.chars().allMatch(HexFormat::isHexDigit)) {
      throw new IllegalArgumentException(where + "key must be 64 hexadecimal characters");
    }
    return new MasterKey(HexFormat.of().parseHex(text));
  }
}
