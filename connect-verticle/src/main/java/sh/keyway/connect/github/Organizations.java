package sh.keyway.connect.github;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.connect.ListOrganizations;
import sh.keyway.contracts.connect.OrganizationList;
import sh.keyway.contracts.connect.OrganizationList.Entry;

/** A user's organisations that have the App, asked with the user's token (G15, G16). */
final class Organizations {
  private static final Problem POWERLESS =
      Problem.of(Kind.FORBIDDEN, "GitHub does not let this token list organizations");

  private final GitHubApi api;

  Organizations(GitHubApi api) {
    this.api = api;
  }

  Future<OrganizationList> list(ListOrganizations ask) {
    Credential who = Credential.user(TokenShape.checked(ask.token()));
    return api.pages(who, "/user/installations", "/installations")
        .compose(pages -> {
          if (pages.status() == 401) {
            return Future.failedFuture(TokenShape.refused().exception());
          }
          if (pages.status() != 200) {
            return Future.failedFuture(POWERLESS.exception());
          }
          List<Json> organizations =
              pages.items().stream()
                  .filter(
                      json -> Objects.equals(json.optionalText("/account/type"), "Organization"))
                  .toList();
          return entries(who, organizations, List.of())
              .map(entries -> new OrganizationList(entries, pages.complete()));
        });
  }

  /** One after the other: GitHub asks not to be asked at once. */
  private Future<List<Entry>> entries(Credential who, List<Json> left, List<Entry> before) {
    if (left.isEmpty()) {
      return Future.succeededFuture(before);
    }
    Json next = left.getFirst();
    String login = next.text("/account/login");
    return api.get(who, "/user/memberships/orgs/" + Names.segment(login))
        .map(answer -> answer.ok() && owns(Json.read(answer.body())))
        .compose(admin -> {
          List<Entry> entries = new ArrayList<>(before);
          entries.add(
              new Entry(
                  next.number("/id"),
                  next.number("/account/id"),
                  login,
                  next.optionalText("/account/avatar_url"),
                  admin));
          return entries(who, left.subList(1, left.size()), entries);
        });
  }

  private static boolean owns(Json json) {
    return Objects.equals(json.optionalText("/role"), "admin")
        && Objects.equals(json.optionalText("/state"), "active");
  }
}
