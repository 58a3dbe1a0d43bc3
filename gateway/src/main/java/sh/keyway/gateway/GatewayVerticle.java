package sh.keyway.gateway;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import sh.keyway.contracts.bus.RoomClient;
import sh.keyway.gateway.GatewayConfig.GitHubApp;
import sh.keyway.gateway.admin.AdminRoutes;
import sh.keyway.gateway.apikey.ApiKeyRoutes;
import sh.keyway.gateway.auth.CiTokens;
import sh.keyway.gateway.auth.GitHubTokens;
import sh.keyway.gateway.auth.PublicAddress;
import sh.keyway.gateway.auth.PublicAuthenticator;
import sh.keyway.gateway.auth.SessionCookies;
import sh.keyway.gateway.auth.Sessions;
import sh.keyway.gateway.auth.TokenRoutes;
import sh.keyway.gateway.ci.CiRoutes;
import sh.keyway.gateway.github.GitHubRoutes;
import sh.keyway.gateway.github.WebhookRoute;
import sh.keyway.gateway.health.HealthRoutes;
import sh.keyway.gateway.http.Cors;
import sh.keyway.gateway.http.Front;
import sh.keyway.gateway.http.RateLimiter;
import sh.keyway.gateway.http.Routes;
import sh.keyway.gateway.openapi.OpenApiDocument;
import sh.keyway.gateway.permission.PermissionRoutes;
import sh.keyway.gateway.secret.SecretRoutes;
import sh.keyway.gateway.signin.BrowserSession;
import sh.keyway.gateway.signin.SignIn;
import sh.keyway.gateway.signin.Site;
import sh.keyway.gateway.user.MeRoutes;
import sh.keyway.gateway.vault.VaultRoutes;

/**
 * Serves the public API. Instances that are given the same port share it; with port 0 the instances
 * of one deployment share one free port.
 */
public final class GatewayVerticle extends VerticleBase {
  private final GatewayConfig config;
  private final Listener listener = new Listener();

  /** Serves so. */
  public GatewayVerticle(GatewayConfig config) {
    this.config = config;
  }

  @Override
  public Future<?> start() {
    return OpenApiDocument.load(vertx).compose(this::listen);
  }

  private Future<?> listen(OpenApiDocument document) {
    RoomClient rooms = new RoomClient(vertx);
    GatewayConfig.Web web = config.web();
    Cors cors = new Cors(web.allowedOrigins());
    PublicAddress address = new PublicAddress(web.publicUrl(), config.host(), listener::port, cors);
    Sessions sessions = new Sessions(vertx, rooms, config.jwtSecret());
    SessionCookies cookies = new SessionCookies(address, web.cookieDomain());
    RateLimiter limiter = RateLimiter.of(vertx);
    GitHubApp app = config.github();
    GitHubTokens tokens = app != null && app.tokenLogin() ? new GitHubTokens(rooms, limiter) : null;
    SignIn signIn =
        new SignIn(rooms, address, new BrowserSession(sessions, cookies), limiter, site(config));
    CiRoutes ci = new CiRoutes(rooms, new CiTokens(vertx, config.jwtSecret()), address::base);
    Front front =
        new Front(
            vertx,
            routes(rooms, document, config, address, signIn, ci),
            new PublicAuthenticator(rooms, sessions, cookies, address, tokens),
            cors,
            web.githubUrl(),
            web.errorBaseUrl());
    return listener.open(vertx, front, port(config), config.host());
  }

  private static Site site(GatewayConfig config) {
    GatewayConfig.Web web = config.web();
    GitHubApp app = config.github();
    return new Site(
        web.githubUrl(),
        app == null ? null : new Site.App(app.clientId(), app.installUrl()),
        web.allowedOrigins(),
        web.dashboardUrl(),
        web.frontendUrl());
  }

  /**
   * Vert.x takes a negative port for any free one, shared by all who give the same number: here the
   * instances of one deployment.
   */
  private int port(GatewayConfig wanted) {
    return wanted.port() == 0
        ? -1 - (context.deploymentID().hashCode() & Integer.MAX_VALUE)
        : wanted.port();
  }

  /** The public routes. */
  static Routes routes(
      RoomClient rooms,
      OpenApiDocument document,
      GatewayConfig config,
      PublicAddress address,
      SignIn signIn,
      CiRoutes ci) {
    GitHubApp app = config.github();
    String webhookSecret = app == null ? null : app.webhookSecret();
    Routes routes = new Routes();
    new SecretRoutes(rooms).mount(routes);
    new VaultRoutes(rooms).mount(routes);
    new PermissionRoutes(rooms).mount(routes);
    ci.mount(routes);
    new ApiKeyRoutes(rooms).mount(routes);
    new TokenRoutes(rooms).mount(routes);
    new MeRoutes(rooms).mount(routes);
    signIn.mount(routes);
    new AdminRoutes(rooms, config.web().publicUrl()).mount(routes);
    new GitHubRoutes(rooms, app == null ? address::base : app::installUrl).mount(routes);
    new WebhookRoute(rooms, webhookSecret).mount(routes);
    new HealthRoutes(rooms).mount(routes);
    document.mount(routes);
    return routes;
  }

  @Override
  public Future<?> stop() {
    return listener.close();
  }

  /**
   * Port it really listens on.
   *
   * @throws IllegalStateException before it is started
   */
  public int port() {
    return listener.port();
  }
}
