package sh.keyway.gateway.http;

/** How a name that a client made up is shown in the {@code field} of an error. */
public final class FieldNames {
  private static final int SHOWN = 64;

  private FieldNames() {}

  /** The name, unprintable characters escaped and cut after 64. */
  public static String show(String name) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < Math.min(name.length(), SHOWN); i++) {
      char c = name.charAt(i);
      if (c < ' ' || c > '~') {
        shown.append(String.format("\\u%04x", (int) c));
      } else {
        shown.append(c);
      }
    }
    return name.length() > SHOWN ? shown.append("...").toString() : shown.toString();
  }
}
