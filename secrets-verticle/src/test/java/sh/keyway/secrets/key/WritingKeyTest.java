package sh.keyway.secrets.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.ProblemException;
import sh.keyway.contracts.bus.HouseCodec;
import sh.keyway.contracts.crypto.CryptoRoom;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.crypto.CryptoVerticle;
import sh.keyway.crypto.KeyRing;
import sh.keyway.secrets.SecretsConfig;
import sh.keyway.secrets.SecretsHouse;
import sh.keyway.secrets.SecretsVerticle;
import sh.keyway.testkit.TestDatabase;
import sh.keyway.testkit.TestPostgres;

/** A room serves only with the keys of its database. */
class WritingKeyTest {
  private static final String ONE = SecretsHouse.KEY;
  private static final String ANOTHER_ONE = "1:" + "a7".repeat(32);
  private static final String TWO = "2:" + "5c".repeat(32);

  private final List<Vertx> nodes = new ArrayList<>();
  private TestDatabase database;

  @BeforeEach
  void fresh() {
    database = TestPostgres.freshMigratedDatabase();
  }

  @AfterEach
  void close() throws Exception {
    for (Vertx node : nodes) {
      SecretsHouse.await(node.close());
    }
    database.close();
  }

  @Test
  void theFirstStartWritesOneCheck() throws Exception {
    start(ONE);

    assertThat(checks()).containsExactly("1 t");
  }

  @Test
  void theSameKeyIsAcceptedAgain() throws Exception {
    start(ONE);

    start(ONE);

    assertThat(checks()).containsExactly("1 t");
  }

  @Test
  void anotherKeyOfTheSameVersionIsRefused() throws Exception {
    start(ONE);

    assertThatItIsRefused(ANOTHER_ONE, 1);
  }

  @Test
  void aMissingVersionIsRefused() throws Exception {
    start(ONE);

    assertThatItIsRefused(TWO, 1);
    assertThat(checks()).containsExactly("1 t");
  }

  @Test
  void everyVersionOfTheDatabaseMustBeAtHand() throws Exception {
    start(ONE + "," + TWO);
    assertThat(checks()).containsExactly("2 t");

    assertThatItIsRefused(ONE, 2);
    start(TWO);
  }

  @Test
  void aFurtherVersionAtHandIsNotWrittenWithUntilTheDatabaseSaysSo() throws Exception {
    start(ONE);

    start(ONE + "," + TWO);

    assertThat(checks()).containsExactly("1 t");
  }

  @Test
  void twoThatStartAtOnceAgree() throws Exception {
    for (String second : List.of(ONE, ONE + "," + TWO)) {
      fresh();
      List<Future<?>> both = new ArrayList<>();
      for (String ring : List.of(ONE, second)) {
        both.add(starting(ring));
      }
      SecretsHouse.await(Future.join(both).otherwiseEmpty());

      assertThat(both).anyMatch(Future::succeeded);
      assertThat(checks()).hasSize(1);
      // Whoever does not hold the version that the faster one chose refuses to serve.
      boolean first = checks().equals(List.of("1 t"));
      assertThat(both.getFirst().succeeded()).isEqualTo(first);
      assertThat(both.getLast().succeeded()).isTrue();
    }
  }

  @Test
  void withoutACryptoRoomItDoesNotServe() throws Exception {
    Vertx vertx = node();

    assertThatThrownBy(() -> SecretsHouse.await(vertx.deployVerticle(secrets())))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem().kind()).isEqualTo(Kind.SERVICE_UNAVAILABLE));
    assertThat(checks()).isEmpty();
  }

  private void assertThatItIsRefused(String ring, int version) {
    assertThatThrownBy(() -> start(ring))
        .isInstanceOf(ProblemException.class)
        .extracting(e -> ((ProblemException) e).problem().detail())
        .isEqualTo(
            "the encryption key given is not the one this database was sealed with (key version "
                + version
                + "): set ENCRYPTION_KEY or ENCRYPTION_KEYS to the keys that belong to it");
  }

  private void start(String ring) throws Exception {
    SecretsHouse.await(starting(ring));
  }

  private Future<?> starting(String ring) {
    Vertx vertx = node();
    return vertx
        .deployVerticle(new CryptoVerticle(KeyRing.parse(ring)))
        .compose(deployed -> vertx.deployVerticle(secrets()));
  }

  private Vertx node() {
    Vertx vertx = Vertx.vertx();
    vertx
        .eventBus()
        .registerCodec(
            new HouseCodec(
                Stream.concat(SecretsRoom.operations().stream(), CryptoRoom.operations().stream())
                    .toList()));
    nodes.add(vertx);
    return vertx;
  }

  private SecretsVerticle secrets() {
    return new SecretsVerticle(SecretsHouse.config(database, SecretsConfig.ENVIRONMENT_BYTES));
  }

  private List<String> checks() throws Exception {
    try (Connection connection = database.connectAsOwner();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select key_version, active from key_checks order by key_version")) {
      List<String> checks = new ArrayList<>();
      while (rows.next()) {
        checks.add(rows.getString(1) + " " + rows.getString(2));
      }
      return checks;
    }
  }
}
