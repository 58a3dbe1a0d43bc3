package sh.keyway.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.Test;
import sh.keyway.contracts.bus.HouseCodec;
import sh.keyway.contracts.bus.RoomClient;
import sh.keyway.contracts.connect.ConnectRoom;
import sh.keyway.contracts.connect.GetApp;
import sh.keyway.testkit.github.CredentialKind;
import sh.keyway.testkit.github.Endpoint;
import sh.keyway.testkit.github.FakeGitHub;
import sh.keyway.testkit.github.ReceivedRequest;

/** Coming and going of the room. */
class ConnectVerticleTest {
  @Test
  void theRoomCanBeLeftAndEnteredAgain() throws Exception {
    FakeGitHub github = FakeGitHub.start();
    Vertx vertx = Vertx.vertx();
    try {
      vertx.eventBus().registerCodec(new HouseCodec(ConnectRoom.operations()));
      RoomClient client = new RoomClient(vertx);
      ConnectConfig config = Room.config(github, Room.LIMITS);
      for (int i = 0; i < 3; i++) {
        String id =
            Room.get(
                vertx.deployVerticle(
                    () -> new ConnectVerticle(config), new DeploymentOptions().setInstances(2)));
        for (int ask = 0; ask < 4; ask++) {
          assertThat(Room.get(client.call(ConnectRoom.GET_APP, new GetApp())).id())
              .isEqualTo(github.app().id());
        }
        Room.get(vertx.undeploy(id));
      }
      assertThat(github.log().to(Endpoint.APP))
          .hasSize(12)
          .allMatch(request -> "keyway-server".equals(request.userAgent()))
          .allMatch(request -> "2022-11-28".equals(request.apiVersion()))
          .extracting(ReceivedRequest::credential)
          .containsOnly(CredentialKind.APP_JWT);
    } finally {
      Room.get(vertx.close());
      github.close();
    }
  }
}
