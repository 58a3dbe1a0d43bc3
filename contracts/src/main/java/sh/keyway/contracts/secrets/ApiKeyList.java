package sh.keyway.contracts.secrets;

import java.util.List;

/** A user's API keys, newest first. */
public record ApiKeyList(List<ApiKeyView> keys) {
  /** Copies the list in. */
  public ApiKeyList {
    keys = List.copyOf(keys);
  }
}
