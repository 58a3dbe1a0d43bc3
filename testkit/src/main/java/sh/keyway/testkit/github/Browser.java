package sh.keyway.testkit.github;

import io.vertx.core.MultiMap;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A person's browser at GitHub: given the address our server redirected to, answers the address
 * GitHub sends the browser back to. No request is made; take the answer to our server yourself.
 */
public final class Browser {
  private final World world;
  private final Urls urls;
  private final OAuthRoutes oauth;
  private final Codes codes;

  Browser(World world, Urls urls, OAuthRoutes oauth, Codes codes) {
    this.world = world;
    this.urls = urls;
    this.oauth = oauth;
    this.codes = codes;
  }

  /**
   * This user agrees: {@code code} and {@code state}, or GitHub's {@code error} if the request
   * itself is wrong.
   *
   * @throws IllegalArgumentException if the address is not this GitHub's authorize page
   */
  public URI authorize(String address, GitHubUser user) {
    return oauth.authorize(authorizeQuery(address), user);
  }

  /** Somebody clicks Cancel: {@code error=access_denied}. */
  public URI deny(String address) {
    return oauth.authorize(authorizeQuery(address), null);
  }

  /**
   * A person follows an install link and installs the App on an account, covering the given
   * repositories; none given: those suggested in the link, else all. Answers the callback with
   * {@code code} and {@code setup_action} {@code install}, or {@code update} where it was
   * installed.
   */
  public URI install(
      String address, GitHubUser user, Account account, GitHubRepository... repositories) {
    MultiMap query = installQuery(address);
    Installation before = world.installationOn(account).orElse(null);
    Installation installation = before == null ? world.app.installOn(account) : before;
    GitHubRepository[] chosen = repositories.length > 0 ? repositories : suggested(query, account);
    if (chosen.length > 0) {
      installation.selected(chosen);
    } else {
      installation.all();
    }
    return back(query, user, before == null ? "install" : "update", installation);
  }

  /** A member who may not install asks an owner to: {@code setup_action=request}, no id. */
  public URI requestInstall(String address, GitHubUser user) {
    return back(installQuery(address), user, "request", null);
  }

  private URI back(
      MultiMap query, GitHubUser user, String action, @Nullable Installation installation) {
    String callback =
        codes
            .callback(null)
            .orElseThrow(() -> new IllegalStateException("the App has no callback URL"));
    String id = installation == null ? null : Long.toString(installation.id());
    return Query.append(
        callback,
        "code",
        codes.issue(user, null, null),
        "installation_id",
        id,
        "setup_action",
        action,
        "state",
        query.get("state"));
  }

  private GitHubRepository[] suggested(MultiMap query, Account account) {
    List<String> ids = query.getAll("repository_ids[]");
    return ids.stream()
        .flatMap(id -> world.repository(Long.parseLong(id)).stream())
        .filter(r -> r.owner() == account)
        .toArray(GitHubRepository[]::new);
  }

  private MultiMap authorizeQuery(String address) {
    return query(address, urls.web() + Endpoint.AUTHORIZE.template);
  }

  private MultiMap installQuery(String address) {
    String page = urls.web() + "/apps/" + world.app.slug() + "/installations/new";
    return query(address, page, page + "/permissions");
  }

  private static MultiMap query(String address, String... pages) {
    String[] parts = address.split("\\?", 2);
    if (!Arrays.asList(pages).contains(parts[0])) {
      throw new IllegalArgumentException("not GitHub's page: " + parts[0]);
    }
    return Query.parse(parts.length == 2 ? parts[1] : null);
  }
}
