package sh.keyway.connect.github;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.keyway.connect.http.Answer;
import sh.keyway.connect.http.Call;
import sh.keyway.connect.http.Caller;
import sh.keyway.connect.http.UnreachableException;

/**
 * GitHub's REST API: headers, quota, ETags and pages. Fails only with {@link UnreachableException};
 * a refused limit is one, any other status below 500 is an answer. May be used from any thread.
 */
final class GitHubApi {
  static final String USER_AGENT = "keyway-server";
  private static final int PAGE = 100;
  private static final int MOST_PAGES = 50;

  private final Caller caller;
  private final Quotas quotas;
  private final Remembered remembered = new Remembered();

  GitHubApi(Caller caller, Quotas quotas) {
    this.caller = caller;
    this.quotas = quotas;
  }

  /**
   * A whole list.
   *
   * @param status 200, or what a page was refused with
   * @param items what was read
   * @param complete false if there is more
   */
  record Pages(int status, List<Json> items, boolean complete) {}

  Quotas quotas() {
    return quotas;
  }

  Future<Answer> get(Credential who, String path) {
    Remembered.Entry entry = remembered.find(who, path);
    Call call = new Call(HttpMethod.GET, path, headers(who), null);
    return send(who, entry == null ? call : call.with("If-None-Match", entry.etag()))
        .map(answer -> {
          if (answer.status() == 304 && entry != null) {
            return new Answer(200, answer.headers(), entry.body());
          }
          remembered.keep(who, path, answer);
          return answer;
        });
  }

  Future<Answer> post(Credential who, String path, @Nullable String body) {
    Call call = new Call(HttpMethod.POST, path, headers(who), body);
    return send(who, body == null ? call : call.with("Content-Type", "application/json"));
  }

  /**
   * Reads a list page by page.
   *
   * @param path with or without a query
   * @param items where in a page its items are, as a JSON pointer; {@code ""} for the page itself
   */
  Future<Pages> pages(Credential who, String path, String items) {
    return page(
        who, path + (path.contains("?") ? "&" : "?") + "per_page=" + PAGE, items, 1, List.of());
  }

  private Future<Pages> page(
      Credential who, String path, String items, int number, List<Json> before) {
    return get(who, path + "&page=" + number)
        .compose(answer -> {
          if (!answer.ok()) {
            return Future.succeededFuture(new Pages(answer.status(), before, false));
          }
          List<Json> found = Json.read(answer.body()).items(items);
          List<Json> all = new ArrayList<>(before);
          all.addAll(found);
          boolean more = found.size() >= PAGE || hasNext(answer);
          return more && number < MOST_PAGES
              ? page(who, path, items, number + 1, all)
              : Future.succeededFuture(new Pages(answer.status(), all, !more));
        });
  }

  private Future<Answer> send(Credential who, Call call) {
    Optional<UnreachableException> refusal = quotas.refusal(who.key());
    if (refusal.isPresent()) {
      return Future.failedFuture(refusal.get());
    }
    return caller
        .call(call)
        .compose(answer ->
            quotas
                .note(who.key(), answer)
                .<Future<Answer>>map(Future::failedFuture)
                .orElseGet(() -> Future.succeededFuture(answer)));
  }

  private static Map<String, String> headers(Credential who) {
    return Map.of(
        "Authorization",
        who.header(),
        "Accept",
        "application/vnd.github+json",
        "X-GitHub-Api-Version",
        "2022-11-28",
        "User-Agent",
        USER_AGENT);
  }

  private static boolean hasNext(Answer answer) {
    return answer.header("link").filter(link -> link.contains("rel=\"next\"")).isPresent();
  }
}
