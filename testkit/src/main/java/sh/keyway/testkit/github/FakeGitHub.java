package sh.keyway.testkit.github;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A GitHub on loopback sockets, empty at first, with one App registered. It runs on its own event
 * loop, so a server under test that blocks its own does not hold it up. Set the model up, point
 * {@code GITHUB_URL} and {@code GITHUB_BASE_URL} at it, and close it at the end.
 */
public final class FakeGitHub implements AutoCloseable {
  private final Vertx vertx;
  private final List<Listener> listeners;
  private final World world = new World();
  private final Urls urls;
  private final Faults faults = new Faults(world.clock);
  private final RequestLog log = new RequestLog();
  private final Quota quota;
  private final Browser browser;
  private final ActionsOidc actions;
  private final Webhooks webhooks;
  private final Front front;

  private FakeGitHub(Vertx vertx, List<Listener> listeners, Urls urls, boolean quotas) {
    this.vertx = vertx;
    this.listeners = listeners;
    this.urls = urls;
    this.quota = new Quota(world.clock, quotas);
    Shapes shapes = new Shapes(urls, world);
    Access access = new Access(world);
    Codes codes = new Codes(world);
    OAuthRoutes oauth = new OAuthRoutes(world, codes);
    this.browser = new Browser(world, urls, oauth, codes);
    this.actions = new ActionsOidc(world, urls);
    this.webhooks = new Webhooks(world, shapes);
    Map<Endpoint, Function<Call, Reply>> routes = new EnumMap<>(Endpoint.class);
    oauth.mount(routes);
    actions.mount(routes);
    new TokenRoutes(world, shapes).mount(routes);
    new UserRoutes(world, shapes, access, urls).mount(routes);
    new OrganizationRoutes(world, shapes, urls).mount(routes);
    new RepositoryRoutes(world, shapes, access, urls).mount(routes);
    new AppRoutes(world, shapes, access, urls).mount(routes);
    Authenticator authenticator = new Authenticator(world);
    Desk desk = new Desk(routes, authenticator, quota);
    this.front = new Front(vertx, desk, authenticator, faults, log, world.clock);
  }

  /** github.com: pages, API and Actions issuer on three origins. */
  public static FakeGitHub start() {
    Vertx vertx = vertx();
    Listener web = Listener.open(vertx);
    Listener api = Listener.open(vertx);
    Listener token = Listener.open(vertx);
    Urls urls =
        new Urls(origin("127.0.0.1", web), origin("127.0.0.1", api), origin("127.0.0.1", token));
    FakeGitHub github = new FakeGitHub(vertx, List.of(web, api, token), urls, true);
    web.handler(r -> github.front.serve(r, Site.WEB, r.path()));
    api.handler(r -> github.front.serve(r, Site.API, r.path()));
    token.handler(r -> github.front.serve(r, Site.TOKEN, r.path()));
    return github;
  }

  /** A GitHub Enterprise Server on {@code localhost}: API below {@code /api/v3}, no quotas. */
  public static FakeGitHub startEnterprise() {
    return startEnterprise("localhost", "");
  }

  /**
   * A GitHub Enterprise Server.
   *
   * @param host a name that resolves to 127.0.0.1, for the addresses it gives out
   * @param prefix path before everything else, e.g. {@code /ghe}; empty for none
   */
  public static FakeGitHub startEnterprise(String host, String prefix) {
    Vertx vertx = vertx();
    Listener listener = Listener.open(vertx);
    String web = origin(host, listener) + prefix;
    Urls urls = new Urls(web, web + "/api/v3", web + "/_services/token");
    FakeGitHub github = new FakeGitHub(vertx, List.of(listener), urls, false);
    listener.handler(r -> github.serveEnterprise(r, prefix));
    return github;
  }

  /** {@code GITHUB_URL}, without a slash at the end. */
  public String webUrl() {
    return urls.web();
  }

  /** {@code GITHUB_BASE_URL}, without a slash at the end. */
  public String apiUrl() {
    return urls.api();
  }

  /** {@code GITHUB_APP_INSTALL_URL}. */
  public String installUrl() {
    return urls.web() + "/apps/" + world.app.slug() + "/installations/new";
  }

  /** A new user with a fresh id above 2^31. */
  public GitHubUser user(String login) {
    return user(login, world.nextId());
  }

  /** A new user with this id. */
  public GitHubUser user(String login, long id) {
    return world.add(new GitHubUser(world, id, login));
  }

  /** A new, empty organisation. */
  public GitHubOrganization organization(String login) {
    return organization(login, world.nextId());
  }

  /** A new, empty organisation with this id. */
  public GitHubOrganization organization(String login, long id) {
    return world.add(new GitHubOrganization(world, id, login));
  }

  /** Our App. */
  public GitHubApp app() {
    return world.app;
  }

  /** The clock everything here goes by. */
  public FakeClock clock() {
    return world.clock;
  }

  /** What goes wrong. */
  public Faults faults() {
    return faults;
  }

  /** What was asked. */
  public RequestLog log() {
    return log;
  }

  /** The hourly quotas. */
  public Quota quota() {
    return quota;
  }

  /** A person's browser on GitHub's pages. */
  public Browser browser() {
    return browser;
  }

  /** Identities of Actions jobs. */
  public ActionsOidc actions() {
    return actions;
  }

  /** The webhooks it would send. */
  public Webhooks webhooks() {
    return webhooks;
  }

  /** Revokes any token; it is unknown from now on, hence 401. */
  public void revoke(String token) {
    world.tokens.revoke(token);
  }

  /**
   * Whether G10's {@code permissions} show a fine-grained token its owner's full role. GitHub does
   * not document which it is; by default they are narrowed to what the token carries.
   */
  public void fineGrainedFlagsShowOwnersRole(boolean yes) {
    world.flagsIgnoreTokens = yes;
  }

  /** Refuses connections, and cuts those there are. */
  public void stopListening() {
    listeners.forEach(Listener::close);
  }

  /** Listens again, on the same ports. */
  public void listenAgain() {
    listeners.forEach(Listener::reopen);
  }

  @Override
  public void close() {
    Listener.await(vertx.close());
  }

  private void serveEnterprise(HttpServerRequest request, String prefix) {
    String path = below(request.path(), prefix);
    String api = path == null ? null : below(path, "/api/v3");
    String token = path == null ? null : below(path, "/_services/token");
    if (api != null) {
      front.serve(request, Site.API, api);
    } else if (token != null) {
      front.serve(request, Site.TOKEN, token);
    } else {
      front.serve(request, Site.WEB, path == null ? "" : path);
    }
  }

  private static @Nullable String below(String path, String prefix) {
    boolean inside =
        path.startsWith(prefix)
            && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/');
    return inside ? path.substring(prefix.length()) : null;
  }

  private static String origin(String host, Listener listener) {
    return "http://" + host + ":" + listener.port();
  }

  private static Vertx vertx() {
    return Vertx.vertx(
        new VertxOptions()
            .setEventLoopPoolSize(1)
            .setWorkerPoolSize(1)
            .setInternalBlockingPoolSize(1)
            .setFileSystemOptions(
                new FileSystemOptions()
                    .setClassPathResolvingEnabled(false)
                    .setFileCachingEnabled(false)));
  }
}
