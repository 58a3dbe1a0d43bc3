package sh.keyway.secrets.audit;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/**
 * The JSON object of an audit row, written as it is built. Holds names and numbers, never values.
 */
public final class Metadata {
  private static final int TEXT_LENGTH = 512;

  private final StringBuilder json = new StringBuilder(96).append('{');

  private Metadata() {}

  /** An object with nothing in it yet. */
  public static Metadata empty() {
    return new Metadata();
  }

  /** Adds a text, bounded and cleaned. */
  public Metadata with(String name, String text) {
    name(name).append('"');
    JsonStringEncoder.getInstance().quoteAsString(clean(text, TEXT_LENGTH), json);
    json.append('"');
    return this;
  }

  /** Adds a number. */
  public Metadata with(String name, long number) {
    name(name).append(number);
    return this;
  }

  /** Adds a yes or no. */
  public Metadata with(String name, boolean yes) {
    name(name).append(yes);
    return this;
  }

  /** The object as text. */
  public String toJson() {
    return json + "}";
  }

  private StringBuilder name(String name) {
    if (json.length() > 1) {
      json.append(',');
    }
    return json.append('"').append(name).append("\":");
  }

  /**
   * Text that PostgreSQL can store: without NUL and unpaired surrogates, at most so many
   * characters.
   */
  static String clean(String text, int length) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || Character.isSurrogate(c) || i >= length) {
        return rebuilt(text, length);
      }
    }
    return text;
  }

  private static String rebuilt(String text, int length) {
    StringBuilder clean = new StringBuilder(Math.min(text.length(), length));
    for (int i = 0; i < text.length() && clean.length() + 1 < length; ) {
      int point = text.codePointAt(i);
      i += Character.charCount(point);
      boolean storable = point != 0 && !(point >= 0xd800 && point <= 0xdfff);
      clean.appendCodePoint(storable ? point : 0xfffd);
    }
    return clean.toString();
  }
}
