package sh.keyway.contracts.secrets;

import java.util.List;

/**
 * A vault's overrides.
 *
 * @param overrides newest first
 * @param matrix what holds without them
 */
public record OverrideList(List<OverrideView> overrides, PermissionDefaults matrix) {
  /** Copies the list in. */
  public OverrideList {
    overrides = List.copyOf(overrides);
  }
}
