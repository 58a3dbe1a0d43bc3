package sh.keyway.crypto;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.crypto.Purpose;

/**
 * The subkeys an event loop used last, at most so many; the one unused for longest is wiped when
 * another needs its place. Not thread-safe.
 */
final class SubkeyCache {
  private final int limit;
  private final Map<Id, Subkey> subkeys = new LinkedHashMap<>(16, 0.75f, true);

  /** What a subkey was derived for. */
  record Id(int keyVersion, Purpose purpose, UUID scopeId) {}

  /** An empty one that holds at most {@code limit} subkeys, at least 1. */
  SubkeyCache(int limit) {
    this.limit = limit;
  }

  /** The subkey, derived if it is not here; null, and not kept, if it cannot be derived. */
  @Nullable Subkey get(Id id, Function<Id, @Nullable Subkey> derive) {
    Subkey held = subkeys.get(id);
    if (held != null) {
      return held;
    }
    Subkey fresh = derive.apply(id);
    if (fresh != null) {
      if (subkeys.size() >= limit) {
        evictEldest();
      }
      subkeys.put(id, fresh);
    }
    return fresh;
  }

  /** Wipes and forgets every subkey. */
  void clear() {
    subkeys.values().forEach(Subkey::destroy);
    subkeys.clear();
  }

  int size() {
    return subkeys.size();
  }

  private void evictEldest() {
    var eldest = subkeys.entrySet().iterator();
    eldest.next().getValue().destroy();
    eldest.remove();
  }
}
