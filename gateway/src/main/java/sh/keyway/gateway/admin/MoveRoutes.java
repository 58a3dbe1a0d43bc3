package sh.keyway.gateway.admin;

import io.vertx.core.Future;
import java.util.Set;
import sh.keyway.contracts.bus.RoomClient;
import sh.keyway.contracts.secrets.MoveVault;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.gateway.http.Access;
import sh.keyway.gateway.http.Answer;
import sh.keyway.gateway.http.Exchange;
import sh.keyway.gateway.http.Fields;
import sh.keyway.gateway.http.Routes;

/** Vaults from one forge to another. */
final class MoveRoutes {
  private static final Set<String> FORGES = Set.of("github", "local");
  private static final int LONGEST_FORGE = 20;

  private final RoomClient rooms;

  MoveRoutes(RoomClient rooms) {
    this.rooms = rooms;
  }

  void mount(Routes routes, Access access) {
    routes.post("/v1/admin/vaults/{owner}/{repo}/move", access, this::move);
  }

  private Future<Answer> move(Exchange exchange) {
    Fields fields = Fields.of(exchange.body());
    String forge = fields.text("forge", 0, LONGEST_FORGE);
    if (!FORGES.contains(forge) && fields.raw("forge").isTextual()) {
      fields.refuse("forge", "Must be one of: github, local");
    }
    fields.check();
    return rooms
        .call(
            SecretsRoom.MOVE_VAULT,
            new MoveVault(exchange.caller(), Repositories.of(exchange), forge))
        .map(moved -> Answer.noContent());
  }
}
