package sh.keyway.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import sh.keyway.contracts.crypto.Binding;
import sh.keyway.contracts.crypto.Purpose;

/**
 * The two byte strings a {@link Binding} turns into. Every member is preceded by its length as two
 * bytes, big-endian like all numbers here, so that no two bindings share a spelling. Never changes
 * within scheme 1: golden files hold it.
 */
final class Canonical {
  private static final byte[] HOUSE = "keyway/1".getBytes(StandardCharsets.US_ASCII);
  private static final int LENGTH = 2;
  private static final int ID = 16;

  private Canonical() {}

  /** Info of the subkey's derivation: {@code keyway/1} ‖ purpose ‖ scope id. */
  static byte[] info(Purpose purpose, UUID scopeId) {
    byte[] label = label(purpose);
    ByteBuffer out = ByteBuffer.allocate(HOUSE.length + LENGTH + label.length + LENGTH + ID);
    out.put(HOUSE);
    put(out, label);
    put(out, scopeId);
    return out.array();
  }

  /**
   * Additional data: scheme ‖ key version ‖ purpose ‖ scope id, and for revisions ‖ environment id
   * ‖ revision number.
   */
  static byte[] additional(byte scheme, int keyVersion, Binding binding) {
    byte[] label = label(binding.purpose());
    UUID environment = binding.environmentId();
    int size = LENGTH + 1 + LENGTH + Integer.BYTES + LENGTH + label.length + LENGTH + ID;
    ByteBuffer out =
        ByteBuffer.allocate(environment == null ? size : size + LENGTH + ID + LENGTH + Long.BYTES);
    out.putShort((short) 1).put(scheme);
    out.putShort((short) Integer.BYTES).putInt(keyVersion);
    put(out, label);
    put(out, binding.scopeId());
    if (environment != null) {
      put(out, environment);
      out.putShort((short) Long.BYTES).putLong(binding.revision());
    }
    return out.array();
  }

  private static byte[] label(Purpose purpose) {
    return purpose.label().getBytes(StandardCharsets.US_ASCII);
  }

  private static void put(ByteBuffer out, byte[] bytes) {
    out.putShort((short) bytes.length).put(bytes);
  }

  private static void put(ByteBuffer out, UUID id) {
    out.putShort((short) ID)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits());
  }
}
