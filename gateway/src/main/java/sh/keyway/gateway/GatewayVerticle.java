package sh.keyway.gateway;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.bus.RoomClient;
import sh.keyway.gateway.admin.AdminRoutes;
import sh.keyway.gateway.apikey.ApiKeyRoutes;
import sh.keyway.gateway.auth.PublicAuthenticator;
import sh.keyway.gateway.auth.TokenRoutes;
import sh.keyway.gateway.health.HealthRoutes;
import sh.keyway.gateway.http.Cors;
import sh.keyway.gateway.http.Front;
import sh.keyway.gateway.http.Routes;
import sh.keyway.gateway.openapi.OpenApiDocument;
import sh.keyway.gateway.permission.PermissionRoutes;
import sh.keyway.gateway.secret.SecretRoutes;
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
    Cors cors = new Cors(config.web().allowedOrigins());
    Front front =
        new Front(
            vertx,
            routes(rooms, document, config.web().publicUrl()),
            new PublicAuthenticator(vertx, rooms, config.jwtSecret(), cors),
            cors,
            config.web().githubUrl(),
            config.web().errorBaseUrl());
    return listener.open(vertx, front, port(config), config.host());
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
  static Routes routes(RoomClient rooms, OpenApiDocument document, @Nullable String publicUrl) {
    Routes routes = new Routes();
    new SecretRoutes(rooms).mount(routes);
    new VaultRoutes(rooms).mount(routes);
    new PermissionRoutes(rooms).mount(routes);
    new ApiKeyRoutes(rooms).mount(routes);
    new TokenRoutes(rooms).mount(routes);
    new AdminRoutes(rooms, publicUrl).mount(routes);
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
