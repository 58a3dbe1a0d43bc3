package sh.keyway.secrets.secret;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sh.keyway.contracts.secrets.Pull;
import sh.keyway.contracts.secrets.Push;
import sh.keyway.contracts.secrets.Pushed;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.secrets.SecretsHouse;

/** Through the whole room: sealed, stored, opened, rendered, read by a client, pushed back. */
class RoundTripTest {
  private static SecretsHouse house;

  @BeforeAll
  static void open() throws Exception {
    house = SecretsHouse.open();
  }

  @AfterAll
  static void close() throws Exception {
    house.close();
  }

  @ParameterizedTest
  @EnumSource
  void pushingBackWhatWasPulledDamagesNothing(PublishedClient client) throws Exception {
    String repository = "acme/round-" + client.name();
    house.vault(repository);
    List<String> all = new ArrayList<>(NastyValues.SINGLE_LINE);
    all.addAll(NastyValues.MULTI_LINE);
    all.addAll(NastyValues.generated(3, 60, false));
    all.addAll(NastyValues.generated(4, 60, true));
    for (int from = 0; from < all.size(); from += 40) {
      Map<String, String> secrets = new HashMap<>();
      for (int i = from; i < Math.min(from + 40, all.size()); i++) {
        secrets.put("KEY_" + i, all.get(i));
      }
      house.ask(SecretsRoom.PUSH, new Push(house.owner, repository, "development", secrets, true));

      Map<String, String> read = client.parse(house.text(house.owner, repository, "development"));
      Pushed back = house.push(house.owner, repository, "development", read);

      assertThat(back.unchanged()).isEqualTo(secrets.size());
      assertThat(back.created() + back.updated() + back.deleted()).isZero();
      assertThat(exact(repository)).isEqualTo(secrets);
    }
  }

  @ParameterizedTest
  @EnumSource
  void changingOneKeyTheWayTheClientsDoLeavesTheOthersAlone(PublishedClient client)
      throws Exception {
    String repository = "acme/set-" + client.name();
    house.vault(repository);
    Map<String, String> secrets =
        Map.of("PEM", NastyValues.PEM, "QUOTED", "\"x\"", "BLANKS", " x ", "OLD", "1");
    house.push(house.owner, repository, "development", secrets);

    Map<String, String> read =
        new HashMap<>(client.parse(house.text(house.owner, repository, "development")));
    read.put("OLD", "2");
    Pushed pushed = house.push(house.owner, repository, "development", read);

    Map<String, String> expected = new HashMap<>(secrets);
    expected.put("OLD", "2");
    assertThat(pushed.updated()).isEqualTo(1);
    assertThat(exact(repository)).isEqualTo(expected);
  }

  private static Map<String, Object> exact(String repository) throws Exception {
    var pulled =
        house.ask(
            SecretsRoom.PULL,
            new Pull(house.owner, repository, "development", Pull.Format.JSON, null, 0));
    return new JsonObject(SecretsHouse.text(pulled)).getMap();
  }
}
