package sh.keyway.secrets.secret;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.ProblemException;
import sh.keyway.contracts.secrets.Pulled;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.secrets.SecretsHouse;

/** Environments near the limit are read one at a time and never in the way of small ones. */
class LargeEnvironmentTest {
  private static final int AT_ONCE = 300;
  private static SecretsHouse house;

  @BeforeAll
  static void open() throws Exception {
    house = SecretsHouse.open();
    house.vault("acme/large");
    Map<String, String> large = new HashMap<>();
    for (int i = 0; i < 15; i++) {
      large.put("KEY_" + i, String.valueOf((char) ('a' + i)).repeat(65_536));
    }
    house.push(house.owner, "acme/large", "development", large);
    house.push(house.owner, "acme/large", "staging", Map.of("A", "1"));
  }

  @AfterAll
  static void close() throws Exception {
    house.close();
  }

  @Test
  void whatIsLargeComesWhole() throws Exception {
    for (int i = 0; i < 3; i++) {
      Pulled pulled = house.pull(house.owner, "acme/large", "development");

      assertThat(pulled.count()).isEqualTo(15);
      assertThat(SecretsHouse.text(pulled).lines())
          .hasSize(15)
          .allMatch(line -> line.length() >= 65_536 + 6);
    }
  }

  @Test
  void manyAtOnceAreAnsweredOrToldToComeBack() throws Exception {
    List<Future<Pulled>> large = pulls("development");
    List<Future<Pulled>> small = pulls("staging");

    SecretsHouse.await(Future.join(small));
    assertThat(small).allMatch(Future::succeeded);
    SecretsHouse.await(Future.join(large).otherwiseEmpty());
    assertThat(large).anyMatch(Future::succeeded);
    assertThat(large)
        .filteredOn(Future::failed)
        .allMatch(pull ->
            pull.cause() instanceof ProblemException known
                && known.problem().kind() == Kind.SERVICE_UNAVAILABLE);
    assertThat(house.pull(house.owner, "acme/large", "development").count()).isEqualTo(15);
  }

  @Test
  void oneThatBecomesSmallIsReadLikeTheOthersAgain() throws Exception {
    house.vault("acme/shrinks");
    house.push(house.owner, "acme/shrinks", "development", Map.of("A", "x".repeat(65_536)));
    house.push(house.owner, "acme/shrinks", "staging", Map.of("A", "1"));
    house.pull(house.owner, "acme/shrinks", "development");

    house.push(house.owner, "acme/shrinks", "development", Map.of("A", "small"));

    assertThat(house.text(house.owner, "acme/shrinks", "development")).isEqualTo("A=small");
    assertThat(house.text(house.owner, "acme/shrinks", "development")).isEqualTo("A=small");
  }

  private static List<Future<Pulled>> pulls(String environment) {
    List<Future<Pulled>> pulls = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      pulls.add(
          house.rooms.call(
              SecretsRoom.PULL, SecretsHouse.pulling(house.owner, "acme/large", environment)));
    }
    return pulls;
  }
}
