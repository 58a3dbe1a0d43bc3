package sh.keyway.testkit.github;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** GitHub's paging: 30 a page unless asked otherwise, 100 at most, neighbours in {@code Link}. */
final class Paging {
  private static final int DEFAULT = 30;
  private static final int MAXIMUM = 100;

  private Paging() {}

  /** One page as an array. */
  static Reply array(Call call, String url, List<JsonObject> all) {
    return link(call, url, all.size(), Reply.ok(slice(call, all)));
  }

  /** One page inside an object, after {@code total_count} and any further members given. */
  static Reply wrapped(
      Call call, String url, List<JsonObject> all, String member, JsonObject further) {
    JsonObject body =
        new JsonObject()
            .put("total_count", all.size())
            .mergeIn(further)
            .put(member, new JsonArray(slice(call, all)));
    return link(call, url, all.size(), Reply.ok(body));
  }

  private static List<JsonObject> slice(Call call, List<JsonObject> all) {
    int from = Math.min((page(call) - 1) * size(call), all.size());
    return all.subList(from, Math.min(from + size(call), all.size()));
  }

  private static Reply link(Call call, String url, int total, Reply reply) {
    int last = Math.max(1, (total + size(call) - 1) / size(call));
    int page = page(call);
    List<String> links = new ArrayList<>();
    if (page > 1) {
      links.add(link(call, url, page - 1, "prev"));
      links.add(link(call, url, 1, "first"));
    }
    if (page < last) {
      links.add(link(call, url, page + 1, "next"));
      links.add(link(call, url, last, "last"));
    }
    return links.isEmpty() ? reply : reply.with("link", String.join(", ", links));
  }

  private static String link(Call call, String url, int page, String relation) {
    StringBuilder query = new StringBuilder("?per_page=" + size(call));
    for (String name : List.of("role", "affiliation", "permission")) {
      String value = call.query(name);
      if (value != null) {
        query.append('&').append(name).append('=').append(value);
      }
    }
    return "<" + url + query + "&page=" + page + ">; rel=\"" + relation + "\"";
  }

  private static int page(Call call) {
    return Math.max(1, number(call.query("page"), 1));
  }

  private static int size(Call call) {
    return Math.clamp(number(call.query("per_page"), DEFAULT), 1, MAXIMUM);
  }

  private static int number(@Nullable String text, int otherwise) {
    return text != null && text.matches("\\d{1,6}") ? Integer.parseInt(text) : otherwise;
  }
}
