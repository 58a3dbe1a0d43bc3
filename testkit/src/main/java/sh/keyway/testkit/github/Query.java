package sh.keyway.testkit.github;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.MultiMap;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Query strings and forms, read and written. */
final class Query {
  private Query() {}

  static MultiMap parse(@Nullable String query) {
    MultiMap values = MultiMap.caseInsensitiveMultiMap();
    if (query != null) {
      new QueryStringDecoder(query, StandardCharsets.UTF_8, false)
          .parameters()
          .forEach(values::add);
    }
    return values;
  }

  static String encode(Map<String, String> values) {
    return values.entrySet().stream()
        .map(e -> escape(e.getKey()) + "=" + escape(e.getValue()))
        .collect(Collectors.joining("&"));
  }

  /** The address with these added; values that are null are left out. */
  static URI append(String address, @Nullable String... namesAndValues) {
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      String name = namesAndValues[i];
      String value = namesAndValues[i + 1];
      if (name != null && value != null) {
        values.put(name, value);
      }
    }
    return URI.create(address + (address.contains("?") ? "&" : "?") + encode(values));
  }

  private static String escape(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
