package sh.keyway.contracts.connect;

import java.util.List;
import java.util.Map;

/**
 * The App as it is registered at GitHub.
 *
 * @param id its numeric id
 * @param slug its name in addresses
 * @param permissions what it asks for, name to {@code read}, {@code write} or {@code admin}
 * @param events which webhook events it has subscribed to
 */
public record AppFacts(long id, String slug, Map<String, String> permissions, List<String> events) {
  /** Copies the collections in. */
  public AppFacts {
    permissions = Map.copyOf(permissions);
    events = List.copyOf(events);
  }
}
