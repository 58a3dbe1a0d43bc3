package sh.keyway.gateway.admin;

import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Scope;
import sh.keyway.contracts.bus.RoomClient;
import sh.keyway.gateway.http.Access;
import sh.keyway.gateway.http.Routes;

/**
 * Everything under {@code /v1/admin}: for API keys with the scope {@code admin:server}, and on the
 * management listener for the operator (architecture rule 14).
 */
public final class AdminRoutes {
  private static final Access ACCESS = Access.scopes(Scope.ADMIN_SERVER);

  private final RoomClient rooms;
  private final @Nullable String publicUrl;

  /**
   * Asks these rooms.
   *
   * @param publicUrl where browsers reach the API, null if nobody has said
   */
  public AdminRoutes(RoomClient rooms, @Nullable String publicUrl) {
    this.rooms = rooms;
    this.publicUrl = publicUrl;
  }

  /** Adds the routes. */
  public void mount(Routes routes) {
    new UserRoutes(rooms).mount(routes, ACCESS);
    new RoleRoutes(rooms).mount(routes, ACCESS);
    new UserKeyRoutes(rooms).mount(routes, ACCESS);
    new SignInRoutes(rooms, publicUrl).mount(routes, ACCESS);
    new MoveRoutes(rooms).mount(routes, ACCESS);
  }
}
