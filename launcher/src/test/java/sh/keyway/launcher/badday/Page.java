package sh.keyway.launcher.badday;

import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What a browser got.
 *
 * @param path what it asked for
 * @param answer what came back
 */
record Page(String path, Answer answer) {
  private static final Pattern FORM = Pattern.compile("(?s)<form\\b([^>]*)>(.*?)</form>");

  /** HTTP status. */
  int status() {
    return answer.status();
  }

  /** Where it sends the browser; empty if it does not. */
  String location() {
    return answer.header("location");
  }

  /** The markup. */
  String html() {
    return answer.body();
  }

  /** Whether it sends the browser to another page of this origin. */
  boolean redirectsTo(String origin) {
    return location().startsWith("/") || location().startsWith(origin + "/");
  }

  /** The form with a button that says so, in any case. */
  Form form(String button) {
    List<Form> forms =
        FORM.matcher(html())
            .results()
            .map((MatchResult form) -> Form.of(form.group(1), form.group(2), button))
            .flatMap(java.util.Optional::stream)
            .toList();
    if (forms.size() != 1) {
      throw new AssertionError(
          forms.size()
              + " forms with "
              + button.toLowerCase(Locale.ROOT)
              + " on "
              + path
              + " ("
              + status()
              + "): "
              + html());
    }
    return forms.getFirst();
  }
}
