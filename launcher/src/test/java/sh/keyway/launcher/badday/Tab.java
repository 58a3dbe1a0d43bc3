package sh.keyway.launcher.badday;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A tab of a person's browser at our server: keeps cookies, sends an {@code Origin} with forms,
 * follows redirects as long as they stay here.
 */
final class Tab {
  private static final int MOST_REDIRECTS = 5;

  private final String origin;
  private final int port;
  private final Map<String, String> cookies = new LinkedHashMap<>();

  /** At a server on this machine; without cookies. */
  Tab(int port) {
    this.port = port;
    this.origin = "http://127.0.0.1:" + port;
  }

  /** Opens an address of our server, or a path of it. */
  Page open(String address) throws IOException {
    return follow(ask("GET", path(address), ""));
  }

  /** Fills in what the form leaves to its reader and presses the button that says so. */
  Page press(Page page, String button, Map<String, String> typed) throws IOException {
    Form form = page.form(button);
    Map<String, String> fields = new LinkedHashMap<>(form.fields());
    fields.putAll(typed);
    String body =
        fields.entrySet().stream()
            .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    return follow(ask("POST", path(form.action()), body));
  }

  /** What the server has this browser keep, by name. */
  Map<String, String> cookies() {
    return cookies;
  }

  private Page follow(Page first) throws IOException {
    Page page = first;
    for (int i = 0; page.redirectsTo(origin) && i < MOST_REDIRECTS; i++) {
      page = ask("GET", path(page.location()), "");
    }
    return page;
  }

  private Page ask(String method, String path, String body) throws IOException {
    StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
    request.append("Host: 127.0.0.1:").append(port).append("\r\n");
    request.append("User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0\r\n");
    request.append("Accept: text/html,application/xhtml+xml,*/*;q=0.8\r\n");
    if (!cookies.isEmpty()) {
      request.append("Cookie: ").append(cookieHeader()).append("\r\n");
    }
    if (method.equals("POST")) {
      request.append("Origin: ").append(origin).append("\r\n");
      request.append("Content-Type: application/x-www-form-urlencoded\r\n");
      request.append("Content-Length: ").append(body.length()).append("\r\n");
    }
    Answer answer = Wire.once(port, request.append("\r\n").append(body).toString());
    answer.header("set-cookie").lines().forEach(this::keep);
    return new Page(path, answer);
  }

  private String cookieHeader() {
    return cookies.entrySet().stream()
        .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
        .collect(Collectors.joining("; "));
  }

  private void keep(String line) {
    String[] pair = line.split(";", 2)[0].split("=", 2);
    if (line.contains("Max-Age=0")) {
      cookies.remove(pair[0]);
    } else {
      cookies.put(pair[0], pair[1]);
    }
  }

  private String path(String address) {
    if (address.startsWith("/")) {
      return address;
    }
    if (!address.startsWith(origin + "/")) {
      throw new AssertionError("leads away from " + origin + ": " + address);
    }
    URI uri = URI.create(address);
    return uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
