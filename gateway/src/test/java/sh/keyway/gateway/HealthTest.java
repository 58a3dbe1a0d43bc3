package sh.keyway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sh.keyway.contracts.Principal;
import sh.keyway.contracts.secrets.AskHealth;
import sh.keyway.contracts.secrets.Health;
import sh.keyway.contracts.secrets.ListUsers;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.gateway.support.House;
import sh.keyway.gateway.support.Reply;
import sh.keyway.gateway.support.Samples;
import sh.keyway.gateway.support.Wait;
import sh.keyway.gateway.support.Wire;

/** Health (http-auth §3.1), the management listener, and instances that share a port. */
class HealthTest {
  private static final String TOKEN = "control-token-0123456789";
  private final House house = new House();

  @AfterEach
  void stop() {
    house.close();
  }

  @Test
  void healthSaysWhatAnswers() {
    Reply reply = house.call("GET", "/health");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().getMap().keySet())
        .containsExactly("status", "timestamp", "environment", "database", "crypto");
    assertThat(reply.json().getString("status")).isEqualTo("healthy");
    assertThat(reply.json().getString("environment")).isEqualTo("production");
    assertThat(reply.json().getString("timestamp"))
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
  }

  @Test
  void theVersionIsAnsweredWithoutAskingAnybody() {
    house.room().close();
    Reply reply = house.call("GET", "/v1/health");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().getMap().keySet()).containsExactly("version", "status", "timestamp");
    assertThat(reply.json().getString("version")).isEqualTo("v1");
    assertThat(reply.json().getString("status")).isEqualTo("ok");
  }

  @Test
  void cryptoDownIsStill200AndTheDatabaseDown503() {
    house.room().says(SecretsRoom.HEALTH, new Health(true, false));
    Reply crypto = house.call("GET", "/health");
    house.room().says(SecretsRoom.HEALTH, new Health(false, true));
    Reply database = house.call("GET", "/health");
    assertThat(crypto.status()).isEqualTo(200);
    assertThat(crypto.json().getString("crypto")).isEqualTo("disconnected");
    assertThat(database.status()).isEqualTo(503);
    assertThat(database.json().getString("status")).isEqualTo("unhealthy");
    assertThat(database.json().getString("database")).isEqualTo("disconnected");
  }

  @Test
  void withoutTheRoomItIsUnhealthy() {
    house.room().close();
    assertThat(house.call("HEAD", "/health").status()).isEqualTo(503);
    assertThat(house.call("GET", "/health").json().getString("database")).isEqualTo("disconnected");
  }

  @Test
  void manyWhoAskAtOnceShareOneProbe() {
    Promise<Health> answer = Promise.promise();
    house.room().answers(SecretsRoom.HEALTH, q -> answer.future());
    List<Wire> wires = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      wires.add(house.connect().send(House.head("GET", "/health") + "\r\n"));
    }
    house.call("GET", "/openapi.json");
    answer.complete(new Health(true, true));
    for (Wire wire : wires) {
      assertThat(wire.read().status()).isEqualTo(200);
      wire.close();
    }
    assertThat(house.room().asked(AskHealth.class).size()).isLessThan(10);
  }

  @Test
  void theOperatorGetsInWithTheControlTokenOnly() {
    int port = manage();
    String users = "/v1/admin/users";
    assertThat(House.call(port, "GET", users).status()).isEqualTo(401);
    for (String bad : List.of("x", TOKEN + "x", TOKEN.substring(1), Samples.KEY)) {
      Reply reply = House.call(port, "GET", users, "Authorization: Bearer " + bad);
      assertThat(reply.status()).isEqualTo(401);
      assertThat(reply.body()).doesNotContain(bad.length() > 1 ? bad : TOKEN);
      assertThat(reply.all("set-cookie")).isEmpty();
    }
    assertThat(house.room().asked()).isEmpty();
    String good = "Authorization: Bearer " + TOKEN;
    assertThat(House.call(port, "GET", users, good).status()).isEqualTo(200);
    assertThat(house.room().asked(ListUsers.class).getFirst().caller().principal())
        .isEqualTo(new Principal.Operator());
    assertThat(House.call(port, "GET", "/v1/vaults", good).status()).isEqualTo(404);
    assertThat(House.call(port, "OPTIONS", users, good, "Origin: " + House.ORIGIN).status())
        .isEqualTo(404);
  }

  @Test
  void theControlTokenIsWorthNothingInPublic() {
    assertThat(house.call("GET", "/v1/admin/users", "Authorization: Bearer " + TOKEN).status())
        .isEqualTo(401);
  }

  @Test
  void readyNeedsBothAndLiveNothing() {
    int port = manage();
    assertThat(House.call(port, "GET", "/ready").status()).isEqualTo(200);
    house.room().says(SecretsRoom.HEALTH, new Health(true, false));
    assertThat(House.call(port, "GET", "/ready").status()).isEqualTo(503);
    house.room().says(SecretsRoom.HEALTH, new Health(false, true));
    assertThat(House.call(port, "HEAD", "/ready").status()).isEqualTo(503);
    assertThat(House.call(port, "GET", "/live").status()).isEqualTo(200);
  }

  @Test
  void aBlankControlTokenIsNoToken() {
    ManagementVerticle open = new ManagementVerticle(House.config(0, List.of()), 0, " ");
    assertThat(house.vertx().deployVerticle(open).toCompletionStage().toCompletableFuture())
        .failsWithin(Duration.ofSeconds(5));
  }

  @Test
  void instancesShareOnePort() {
    List<GatewayVerticle> made = new CopyOnWriteArrayList<>();
    Wait.on(
        house
            .vertx()
            .deployVerticle(
                () -> {
                  GatewayVerticle one = new GatewayVerticle(House.config(0, List.of()));
                  made.add(one);
                  return one;
                },
                new DeploymentOptions().setInstances(3)));
    assertThat(made).hasSize(3);
    assertThat(made.stream().map(GatewayVerticle::port).distinct()).hasSize(1);
    assertThat(made.getFirst().port()).isNotEqualTo(house.port()).isPositive();
    for (int i = 0; i < 6; i++) {
      assertThat(House.call(made.getFirst().port(), "GET", "/health").status()).isEqualTo(200);
    }
  }

  private int manage() {
    ManagementVerticle management = new ManagementVerticle(House.config(0, List.of()), 0, TOKEN);
    Wait.on(house.vertx().deployVerticle(management));
    house.room().forget();
    return management.port();
  }
}
