package sh.keyway.gateway.http;

import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The table of routes. Paths without parameters are found by one hash look-up, the others by their
 * number of segments; of two that fit, the one with more literal segments wins.
 */
public final class Routes {
  /** Longest path parameter, in characters after decoding; a longer one is no route (§1.1). */
  private static final int LONGEST_PARAMETER = 100;

  private final List<Route> all = new ArrayList<>();
  private final Map<String, Map<HttpMethod, Match>> plain = new HashMap<>();
  private final Map<Integer, List<Template>> templates = new HashMap<>();

  /** A route that was found, and the values of its parameters by name. */
  record Match(Route route, Map<String, String> parameters) {}

  private record Template(Route route, List<String> segments) {
    @Nullable Match match(HttpMethod method, List<String> path) {
      if (!route.method().equals(method)) {
        return null;
      }
      Map<String, String> parameters = new HashMap<>();
      for (int i = 0; i < segments.size(); i++) {
        String segment = segments.get(i);
        String value = path.get(i);
        if (isParameter(segment)) {
          if (value.isEmpty() || value.length() > LONGEST_PARAMETER) {
            return null;
          }
          parameters.put(segment.substring(1, segment.length() - 1), value);
        } else if (!segment.equals(value)) {
          return null;
        }
      }
      return new Match(route, parameters);
    }

    long literals() {
      return segments.stream().filter(s -> !isParameter(s)).count();
    }
  }

  /** Declares a GET and HEAD route. */
  public Routes get(String path, Access access, Endpoint endpoint) {
    return get(path, access, RouteOptions.json(), endpoint);
  }

  /** Declares a GET and HEAD route with options of its own. */
  public Routes get(String path, Access access, RouteOptions options, Endpoint endpoint) {
    return add(HttpMethod.GET, path, access, options, endpoint);
  }

  /** Declares a POST route. */
  public Routes post(String path, Access access, Endpoint endpoint) {
    return post(path, access, RouteOptions.json(), endpoint);
  }

  /** Declares a POST route with options of its own. */
  public Routes post(String path, Access access, RouteOptions options, Endpoint endpoint) {
    return add(HttpMethod.POST, path, access, options, endpoint);
  }

  /** Declares a PUT route. */
  public Routes put(String path, Access access, Endpoint endpoint) {
    return add(HttpMethod.PUT, path, access, RouteOptions.json(), endpoint);
  }

  /** Declares a DELETE route. */
  public Routes delete(String path, Access access, Endpoint endpoint) {
    return add(HttpMethod.DELETE, path, access, RouteOptions.json(), endpoint);
  }

  /** Makes the routes at this path, declared before, answer with a trailing slash too. */
  public Routes moduleRoot(String path) {
    plain.put(path + "/", plain.getOrDefault(path, Map.of()));
    return this;
  }

  /** Every declared route, in order of declaration. */
  public List<Route> all() {
    return Collections.unmodifiableList(all);
  }

  private Routes add(
      HttpMethod method, String path, Access access, RouteOptions options, Endpoint endpoint) {
    Route route = new Route(method, path, access, options, endpoint);
    all.add(route);
    if (path.indexOf('{') < 0) {
      plain.computeIfAbsent(path, p -> new HashMap<>()).put(method, new Match(route, Map.of()));
    } else {
      List<String> segments = split(path);
      List<Template> sameLength =
          templates.computeIfAbsent(segments.size(), n -> new ArrayList<>());
      sameLength.add(new Template(route, segments));
      sameLength.sort(Comparator.comparingLong(Template::literals).reversed());
    }
    return this;
  }

  /**
   * Finds the route.
   *
   * @param path raw path, not decoded
   * @return null if there is none
   * @throws sh.keyway.contracts.ProblemException BAD_REQUEST if an escape does not decode
   */
  @Nullable Match find(HttpMethod method, String path) {
    HttpMethod wanted = method.equals(HttpMethod.HEAD) ? HttpMethod.GET : method;
    Map<HttpMethod, Match> direct = plain.get(path);
    if (direct != null) {
      return direct.get(wanted);
    }
    List<String> decoded = split(path).stream().map(s -> Percent.decode(s, false)).toList();
    if (path.indexOf('%') >= 0) {
      Map<HttpMethod, Match> escaped = plain.get(rejoin(decoded));
      if (escaped != null) {
        return escaped.get(wanted);
      }
    }
    for (Template template : templates.getOrDefault(decoded.size(), List.of())) {
      Match match = template.match(wanted, decoded);
      if (match != null) {
        return match;
      }
    }
    return null;
  }

  /** Joins segments, unless one holds a decoded slash: then no plain path can be meant. */
  private static String rejoin(List<String> segments) {
    return segments.stream().anyMatch(s -> s.indexOf('/') >= 0) ? "" : String.join("/", segments);
  }

  private static List<String> split(String path) {
    return List.of(path.split("/", -1));
  }

  private static boolean isParameter(String segment) {
    return segment.startsWith("{");
  }
}
