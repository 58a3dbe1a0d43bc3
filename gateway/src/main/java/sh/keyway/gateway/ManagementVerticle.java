package sh.keyway.gateway;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;
import sh.keyway.contracts.bus.RoomClient;
import sh.keyway.gateway.admin.AdminRoutes;
import sh.keyway.gateway.admin.GitHubAppRoute;
import sh.keyway.gateway.auth.ControlTokenAuthenticator;
import sh.keyway.gateway.health.HealthRoutes;
import sh.keyway.gateway.http.Cors;
import sh.keyway.gateway.http.Front;
import sh.keyway.gateway.http.Routes;

/**
 * Serves the administrator's routes on loopback to whoever presents the control token; the command
 * line talks to it. {@code /live} and {@code /ready} answer everybody on this machine.
 */
public final class ManagementVerticle extends VerticleBase {
  private static final String LOOPBACK = "127.0.0.1";
  private final GatewayConfig config;
  private final int port;
  private final String controlToken;
  private final Listener listener = new Listener();

  /** Serves on this loopback port (0 for any free one) to holders of this token. */
  public ManagementVerticle(GatewayConfig config, int port, String controlToken) {
    this.config = config;
    this.port = port;
    this.controlToken = controlToken;
  }

  @Override
  public Future<?> start() {
    RoomClient rooms = new RoomClient(vertx);
    Routes routes = new Routes();
    new AdminRoutes(rooms, config.web().publicUrl()).mount(routes);
    new GitHubAppRoute(rooms, config.github()).mount(routes);
    new HealthRoutes(rooms).mountProbes(routes);
    Front front =
        new Front(
            vertx,
            routes,
            new ControlTokenAuthenticator(controlToken),
            new Cors(List.of()),
            config.web().githubUrl(),
            config.web().errorBaseUrl());
    return listener.open(vertx, front, port, LOOPBACK);
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
