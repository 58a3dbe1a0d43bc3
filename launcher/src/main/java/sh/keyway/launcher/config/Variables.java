package sh.keyway.launcher.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads single variables, remembering what was wrong instead of stopping at it. */
final class Variables {
  private static final int HIGHEST_PORT = 65_535;

  private final Map<String, String> values;
  private final List<String> problems = new ArrayList<>();

  /** Over these; an empty value counts as none. */
  Variables(Map<String, String> values) {
    this.values = values;
  }

  /** What was wrong so far, in the order of reading. */
  List<String> problems() {
    return problems;
  }

  /** Remembers a problem with a variable. */
  void problem(String name, String what) {
    problems.add(name + " " + what);
  }

  /** The value as it is, or null. */
  @Nullable String text(String name) {
    String value = values.get(name);
    return value == null || value.isEmpty() ? null : value;
  }

  /** The value as it is, or the default. */
  String text(String name, String otherwise) {
    String value = text(name);
    return value == null ? otherwise : value;
  }

  /**
   * The value as the function understands it; null if there is none or the function throws an
   * IllegalArgumentException, whose message must not quote the value.
   */
  <T> @Nullable T parsed(String name, Function<String, T> function) {
    String value = text(name);
    if (value == null) {
      return null;
    }
    try {
      return function.apply(value);
    } catch (IllegalArgumentException e) {
      problem(name, String.valueOf(e.getMessage()));
      return null;
    }
  }

  /** A number in the range, both ends included. */
  int number(String name, int otherwise, int least, int most) {
    Integer number =
        parsed(
            name,
            value -> {
              if (value.matches("[0-9]{1,9}")) {
                int read = Integer.parseInt(value);
                if (read >= least && read <= most) {
                  return read;
                }
              }
              throw new IllegalArgumentException(
                  "must be a whole number from " + least + " to " + most);
            });
    return number == null ? otherwise : number;
  }

  /** A TCP port; 0 means any free one. */
  int port(String name, int otherwise) {
    return number(name, otherwise, 0, HIGHEST_PORT);
  }

  /** One of the words, in any case; the answer is in lower case. */
  String oneOf(String name, String otherwise, Set<String> words) {
    String word =
        parsed(
            name,
            value -> {
              String lower = value.toLowerCase(java.util.Locale.ROOT);
              if (!words.contains(lower)) {
                throw new IllegalArgumentException(
                    "must be one of " + String.join(", ", words.stream().sorted().toList()));
              }
              return lower;
            });
    return word == null ? otherwise : word;
  }

  /** An http or https URL without trailing slashes; null if there is none. */
  @Nullable String url(String name) {
    return parsed(name, Variables::webUrl);
  }

  /**
   * An address to call, without trailing slashes; null if there is none. What is sent there is
   * secret, so without TLS it must be this machine.
   */
  @Nullable URI calledUrl(String name) {
    return parsed(
        name,
        value -> {
          String url = plainUrl(value);
          URI uri = URI.create(url);
          if ("http".equals(uri.getScheme()) && !isLoopback(uri.getHost())) {
            throw new IllegalArgumentException("must be an https:// address, but for this machine");
          }
          return uri;
        });
  }

  /**
   * A web address to which a path can be added, without trailing slashes; null if there is none.
   */
  @Nullable String baseUrl(String name) {
    return parsed(name, Variables::plainUrl);
  }

  /** A comma list of web origins; blanks around them and trailing slashes do not count. */
  List<String> origins(String name) {
    List<String> origins =
        parsed(
            name,
            value -> {
              List<String> read = new ArrayList<>();
              for (String item : value.split(",", -1)) {
                if (!item.isBlank()) {
                  read.add(origin(webUrl(item.strip())));
                }
              }
              return read;
            });
    return origins == null ? List.of() : origins;
  }

  /** Scheme, host and port of a web URL. */
  static String origin(String url) {
    URI uri = URI.create(url);
    return uri.getScheme() + "://" + uri.getRawAuthority();
  }

  private static String plainUrl(String value) {
    String url = webUrl(value);
    URI uri = URI.create(url);
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw new IllegalArgumentException("must have no query and no fragment");
    }
    return url;
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost")
        || host.endsWith(".localhost")
        || host.matches("127(\\.[0-9]{1,3}){3}")
        || host.equals("[::1]");
  }

  private static String webUrl(String value) {
    try {
      URI uri = new URI(value);
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (web && uri.getHost() != null && uri.getRawUserInfo() == null) {
        return value.replaceAll("/+$", "");
      }
    } catch (URISyntaxException e) {
      // its message quotes the value
    }
    throw new IllegalArgumentException("must hold http:// or https:// addresses only");
  }
}
