package sh.keyway.secrets.secret;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a push does to an environment.
 *
 * @param after all keys and values afterwards
 * @param created keys that were not there
 * @param updated keys whose value changes
 * @param deleted keys that will not be there any more
 * @param unchanged how many keys were pushed as they are
 */
record Changes(
    SortedMap<String, String> after,
    List<String> created,
    List<String> updated,
    List<String> deleted,
    int unchanged) {

  /**
   * Compares.
   *
   * @param before what the environment holds
   * @param pushed what came
   * @param exact whether a value equal to a client's misreading of a stored one is a new value all
   *     the same
   * @param additive whether keys that did not come stay
   */
  static Changes between(
      Map<String, String> before, Map<String, String> pushed, boolean exact, boolean additive) {
    SortedMap<String, String> after = new TreeMap<>();
    List<String> created = new ArrayList<>();
    List<String> updated = new ArrayList<>();
    int unchanged = 0;
    for (Map.Entry<String, String> secret : pushed.entrySet()) {
      String key = secret.getKey();
      String old = before.get(key);
      if (old == null) {
        created.add(key);
        after.put(key, secret.getValue());
      } else if (means(old, secret.getValue(), exact)) {
        unchanged++;
        after.put(key, old);
      } else {
        updated.add(key);
        after.put(key, secret.getValue());
      }
    }
    List<String> deleted = new ArrayList<>();
    for (Map.Entry<String, String> secret : before.entrySet()) {
      if (!pushed.containsKey(secret.getKey())) {
        if (additive) {
          after.put(secret.getKey(), secret.getValue());
        } else {
          deleted.add(secret.getKey());
        }
      }
    }
    return new Changes(after, created, updated, deleted, unchanged);
  }

  /** Whether there is nothing to do. */
  boolean isEmpty() {
    return created.isEmpty() && updated.isEmpty() && deleted.isEmpty();
  }

  private static boolean means(String stored, String pushed, boolean exact) {
    return stored.equals(pushed)
        || (!exact && Dotenv.hasLineBreak(stored) && Dotenv.misread(stored).equals(pushed));
  }

  /** Gives no value away. */
  @Override
  public String toString() {
    return "Changes[created "
        + created.size()
        + ", updated "
        + updated.size()
        + ", deleted "
        + deleted.size()
        + ", unchanged "
        + unchanged
        + "]";
  }
}
