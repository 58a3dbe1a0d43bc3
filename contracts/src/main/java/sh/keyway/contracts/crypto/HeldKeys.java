package sh.keyway.contracts.crypto;

import java.util.Set;

/**
 * The key versions a crypto node can open with.
 *
 * @param versions each at least 1; never empty
 */
public record HeldKeys(Set<Integer> versions) {
  /** Copies the set in. */
  public HeldKeys {
    versions = Set.copyOf(versions);
  }
}
