package sh.keyway.launcher.badday;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A form of a page.
 *
 * @param action where it goes
 * @param fields what it already holds, the pressed button's included
 */
record Form(String action, Map<String, String> fields) {
  private static final Pattern INPUT = Pattern.compile("(?s)<input\\b([^>]*)>");
  private static final Pattern BUTTON = Pattern.compile("(?s)<button\\b([^>]*)>(.*?)</button>");

  /** Reads it; empty if none of its buttons says so. */
  static Optional<Form> of(String attributes, String content, String button) {
    Optional<MatchResult> pressed =
        BUTTON
            .matcher(content)
            .results()
            .filter(
                b -> b.group(2).toLowerCase(Locale.ROOT).contains(button.toLowerCase(Locale.ROOT)))
            .findFirst();
    if (pressed.isEmpty()) {
      return Optional.empty();
    }
    if (!"post".equalsIgnoreCase(attribute(attributes, "method"))) {
      throw new AssertionError("a form that is not posted: " + attributes);
    }
    Map<String, String> fields = new LinkedHashMap<>();
    INPUT.matcher(content).results().forEach(input -> put(fields, input.group(1)));
    put(fields, pressed.get().group(1));
    return Optional.of(new Form(attribute(attributes, "action"), fields));
  }

  private static void put(Map<String, String> fields, String tag) {
    String name = attribute(tag, "name");
    if (!name.isEmpty()) {
      fields.put(name, attribute(tag, "value"));
    }
  }

  private static String attribute(String tag, String name) {
    Matcher found = Pattern.compile("\\b" + name + "\\s*=\\s*\"([^\"]*)\"").matcher(tag);
    return found.find()
        ? found
            .group(1)
            .replace("&quot;", "\"")
            .replace("&#39;", "'")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&")
        : "";
  }
}
