package sh.keyway.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sh.keyway.contracts.secrets.Pulled;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.gateway.support.House;
import sh.keyway.gateway.support.Reply;
import sh.keyway.gateway.support.Samples;
import sh.keyway.gateway.support.Wait;
import sh.keyway.gateway.support.Wire;

/** What clients can make the gateway hold in memory is bounded, and costs others nothing. */
class MemoryTest {
  private static final String PULL = "/v1/secrets/pull?repo=acme/api&environment=production";
  private static final int MIB = 1024 * 1024;
  private House house;
  private final List<Wire> wires = new ArrayList<>();

  @BeforeEach
  void start() {
    house = new House();
  }

  @AfterEach
  void stop() {
    wires.forEach(Wire::close);
    house.close();
  }

  @Test
  void bodiesThatAreOnlyAnnouncedDoNotFillTheMemory() {
    String announced =
        House.head(
                "POST",
                "/v1/secrets/push",
                Samples.AUTHORIZATION,
                "Content-Type: application/json",
                "Content-Length: " + MIB,
                "Expect: 100-continue")
            + "\r\n";
    for (int i = 0; i < 16; i++) {
      wires.add(house.connect().send(announced));
      assertThat(wires.getLast().readLine()).startsWith("HTTP/1.1 100");
    }

    Wire oneMore = house.connect().send(announced);
    wires.add(oneMore);
    Reply refused = oneMore.read();
    Reply small = house.post("/v1/secrets/push", "{}");

    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.header("retry-after")).isEqualTo("1");
    assertThat(small.status()).isEqualTo(403);
    wires.forEach(Wire::close);
    wires.clear();
    Wait.until(() -> push(MIB / 2).status() == 403);
  }

  @Test
  void readersThatDoNotReadDoNotFillTheMemory() {
    byte[] large = "A=x".concat("x".repeat(12 * MIB)).getBytes(UTF_8);
    house.room().says(SecretsRoom.PULL, new Pulled(1, 1, large));
    Wire lazy = house.connect().send(House.head("GET", PULL, Samples.AUTHORIZATION) + "\r\n");
    wires.add(lazy);
    assertThat(lazy.readLine()).startsWith("HTTP/1.1 200");

    Reply refused = house.get(PULL);
    house.room().says(SecretsRoom.PULL, new Pulled(1, 1, "A=1".getBytes(UTF_8)));
    Reply small = house.get(PULL);

    assertThat(refused.status()).isEqualTo(503);
    assertThat(small.status()).isEqualTo(200);
    house.room().says(SecretsRoom.PULL, new Pulled(1, 1, large));
    wires.forEach(Wire::close);
    Wait.until(() -> house.get(PULL).status() == 200);
  }

  private Reply push(int size) {
    return house.post("/v1/secrets/push", "{\"x\":\"" + "x".repeat(size) + "\"}");
  }
}
