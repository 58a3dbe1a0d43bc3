package sh.keyway.gateway.http;

/** What text may be made of. */
public final class Texts {
  private Texts() {}

  /** Whether there is no control character, line separator or unpaired surrogate in it. */
  public static boolean isPrintable(String text) {
    return isWellFormed(text) && text.chars().noneMatch(c -> isControl((char) c));
  }

  /** Whether it is C0, DEL, C1, or one of the separators U+2028 and U+2029. */
  public static boolean isControl(char c) {
    return c < ' ' || (c >= 0x7F && c <= 0x9F) || c == 0x2028 || c == 0x2029;
  }

  /** Whether it is an ASCII letter or digit. */
  public static boolean isAlphanumeric(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }

  /** Whether every surrogate has its other half. */
  public static boolean isWellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean paired =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!paired) {
          return false;
        }
        i++;
      }
    }
    return true;
  }
}
