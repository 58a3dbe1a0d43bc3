package sh.keyway.testkit.github;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An endpoint and the values that the path holds for its parameters. */
record RouteMatch(Endpoint endpoint, Map<String, String> parameters) {
  private static final String REPOSITORY = "/repos/{owner}/{repo}";
  private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");
  private static final List<Form> FORMS =
      Arrays.stream(Endpoint.values()).flatMap(e -> forms(e).stream()).toList();

  static Optional<RouteMatch> find(Site site, String method, String path) {
    for (Form form : FORMS) {
      if (form.endpoint.site == site && form.endpoint.method.equals(method)) {
        Matcher matcher = form.pattern.matcher(path);
        if (matcher.matches()) {
          return Optional.of(new RouteMatch(form.endpoint, form.values(matcher)));
        }
      }
    }
    return Optional.empty();
  }

  /** What lies below the repository, e.g. {@code /collaborators}; empty for the repository. */
  static String belowRepository(Endpoint endpoint, Map<String, String> parameters) {
    return PARAMETER
        .matcher(endpoint.template.substring(REPOSITORY.length()))
        .replaceAll(m -> Matcher.quoteReplacement(parameters.getOrDefault(m.group(1), "")));
  }

  private static List<Form> forms(Endpoint endpoint) {
    Form form = Form.of(endpoint, endpoint.template);
    if (!endpoint.template.startsWith(REPOSITORY)) {
      return List.of(form);
    }
    // where GitHub redirects to after a renaming
    String byId = endpoint.template.replace(REPOSITORY, "/repositories/{repository_id}");
    return List.of(form, Form.of(endpoint, byId));
  }

  private record Form(Endpoint endpoint, Pattern pattern, List<String> names) {
    /** Parameters that end in {@code _id} are numbers. */
    static Form of(Endpoint endpoint, String template) {
      List<String> names = new ArrayList<>();
      Matcher matcher = PARAMETER.matcher(template);
      StringBuilder pattern = new StringBuilder();
      while (matcher.find()) {
        names.add(matcher.group(1));
        matcher.appendReplacement(
            pattern, matcher.group(1).endsWith("_id") ? "(\\\\d{1,18})" : "([^/]+)");
      }
      matcher.appendTail(pattern);
      return new Form(endpoint, Pattern.compile(pattern.toString()), names);
    }

    Map<String, String> values(Matcher matcher) {
      Map<String, String> values = new HashMap<>();
      for (int i = 0; i < names.size(); i++) {
        String raw = matcher.group(i + 1).replace("+", "%2B");
        values.put(names.get(i), URLDecoder.decode(raw, StandardCharsets.UTF_8));
      }
      return values;
    }
  }
}
