package sh.keyway.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.ProblemException;
import sh.keyway.contracts.bus.HouseCodec;
import sh.keyway.contracts.bus.RoomClient;
import sh.keyway.contracts.crypto.AskKeys;
import sh.keyway.contracts.crypto.Binding;
import sh.keyway.contracts.crypto.CryptoRoom;
import sh.keyway.contracts.crypto.HeldKeys;
import sh.keyway.contracts.crypto.Open;
import sh.keyway.contracts.crypto.OpenUpstream;
import sh.keyway.contracts.crypto.Opened;
import sh.keyway.contracts.crypto.Purpose;
import sh.keyway.contracts.crypto.Seal;
import sh.keyway.contracts.crypto.Sealed;

/** The room, two instances of it, over a real event bus. */
class CryptoVerticleTest {
  private static final String KEY = "ab".repeat(32);
  private static final Binding HERE = Binding.revision(new UUID(1, 2), new UUID(3, 4), 5);
  private static final Binding NEXT = Binding.revision(new UUID(1, 2), new UUID(3, 4), 6);
  private static final String CANARY = "canary-in-the-mine";
  private static final byte[] SECRET = CANARY.getBytes(StandardCharsets.UTF_8);
  private static final Problem NOT_OPENED =
      Problem.of(Kind.INTERNAL_ERROR, "A stored secret could not be opened");
  private static final Problem NOT_SEALED =
      Problem.of(Kind.INTERNAL_ERROR, "A secret could not be sealed");

  private final Vertx vertx = Vertx.vertx();
  private final RoomClient room = new RoomClient(vertx);
  private final KeyRing keys = KeyRing.parse("1:" + KEY + ",7:" + "cd".repeat(32));
  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void deployTwoInstances() throws Exception {
    log.start();
    root.addAppender(log);
    vertx.eventBus().registerCodec(new HouseCodec(CryptoRoom.operations()));
    get(deploy());
  }

  @AfterEach
  void close() throws Exception {
    root.detachAppender(log);
    get(vertx.close());
  }

  @Test
  void theWrongBindingIsAProblem() throws Exception {
    Sealed sealed = get(seal(HERE, 1));

    assertThat(problem(open(NEXT, sealed.bytes()))).isEqualTo(NOT_OPENED);
  }

  @Test
  void everyWayOfNotOpeningLooksTheSame() throws Exception {
    byte[] sealed = get(seal(HERE, 1)).bytes();
    byte[] unknownKey = sealed.clone();
    unknownKey[4] = 99;
    byte[] unknownScheme = sealed.clone();
    unknownScheme[0] = 2;
    byte[] forged = sealed.clone();
    forged[forged.length - 1] ^= 1;

    for (byte[] bad : List.of(unknownKey, unknownScheme, forged, new byte[0], new byte[3])) {
      assertThat(problem(open(HERE, bad))).isEqualTo(NOT_OPENED);
    }
    for (OpenUpstream bad :
        List.of(
            new OpenUpstream(99, new byte[12], new byte[1], new byte[16]),
            new OpenUpstream(1, new byte[12], new byte[1], new byte[16]),
            new OpenUpstream(1, new byte[16], new byte[1], new byte[16]),
            new OpenUpstream(1, new byte[12], new byte[1], new byte[12]))) {
      assertThat(problem(room.call(CryptoRoom.OPEN_UPSTREAM, bad))).isEqualTo(NOT_OPENED);
    }
  }

  @Test
  void aFailureIsLoggedOnceWithWhereAndWhichKeyButNoSecret() throws Exception {
    byte[] sealed = get(seal(HERE, 7)).bytes();

    problem(open(NEXT, sealed));
    problem(seal(HERE, 2));

    assertThat(log.list).hasSize(2).allMatch(e -> e.getLevel() == Level.ERROR);
    assertThat(log.list.getFirst().getFormattedMessage())
        .contains("does not authenticate", "key 7", "REVISION", "revision=6");
    assertThat(log.list.getLast().getFormattedMessage())
        .contains("key version not held", "key 2", "revision=5");
    assertThat(log.list)
        .allSatisfy(e ->
            assertThat(e.getFormattedMessage())
                .doesNotContain(CANARY, HexFormat.of().formatHex(sealed), KEY));
  }

  @Test
  void aKeyThatIsNotHeldIsAProblem() throws Exception {
    assertThat(problem(seal(HERE, 2))).isEqualTo(NOT_SEALED);
  }

  @Test
  void whatIsTooLargeIsAProblemOfTheRequest() throws Exception {
    Seal seal = new Seal(HERE, 1, new byte[Envelope.MAX_PLAINTEXT + 1]);

    assertThat(problem(room.call(CryptoRoom.SEAL, seal)).kind()).isEqualTo(Kind.PAYLOAD_TOO_LARGE);
  }

  @Test
  void aRequestIsWipedAndNotSealedASecondTime() throws Exception {
    Seal seal = new Seal(HERE, 1, SECRET);

    byte[] sealed = get(room.call(CryptoRoom.SEAL, seal)).bytes();

    assertThat(seal.plaintext()).containsOnly(0);
    assertThat(problem(room.call(CryptoRoom.SEAL, seal))).isEqualTo(NOT_SEALED);
    assertThat(get(open(HERE, sealed)).plaintext()).isEqualTo(SECRET);
  }

  @Test
  void nothingIsSealedToo() throws Exception {
    byte[] sealed = get(room.call(CryptoRoom.SEAL, new Seal(HERE, 1, new byte[0]))).bytes();

    assertThat(get(open(HERE, sealed)).plaintext()).isEmpty();
  }

  @Test
  void manyAtOnceOnTwoInstancesAllComeBack() throws Exception {
    List<Future<Opened>> all =
        IntStream.rangeClosed(1, 400)
            .mapToObj(i -> {
              Binding binding = Binding.revision(new UUID(0, i % 50), new UUID(0, i), i);
              byte[] plaintext = (CANARY + i).getBytes(StandardCharsets.UTF_8);
              return room.call(CryptoRoom.SEAL, new Seal(binding, i % 2 == 0 ? 1 : 7, plaintext))
                  .compose(sealed -> open(binding, sealed.bytes()));
            })
            .toList();

    get(Future.all(all));

    for (int i = 0; i < all.size(); i++) {
      assertThat(all.get(i).result().plaintext())
          .asString(StandardCharsets.UTF_8)
          .isEqualTo(CANARY + (i + 1));
    }
  }

  @Test
  void bothInstancesOpenWhatEitherSealed() throws Exception {
    // Two instances take turns, so two requests in a row reach both.
    byte[] one = get(seal(HERE, 7)).bytes();
    byte[] two = get(seal(HERE, 7)).bytes();

    for (byte[] sealed : List.of(one, two, one, one, two)) {
      assertThat(get(open(HERE, sealed)).plaintext()).isEqualTo(SECRET);
    }
  }

  @Test
  void schemeZeroOpens() throws Exception {
    TestData.Case golden = TestData.cases("vectors/scheme-0.json").findFirst().orElseThrow();
    undeploy();
    get(vertx.deployVerticle(new CryptoVerticle(KeyRing.single(golden.text("key")))));
    OpenUpstream open =
        new OpenUpstream(0, golden.bytes("nonce"), golden.bytes("ciphertext"), golden.bytes("tag"));

    assertThat(get(room.call(CryptoRoom.OPEN_UPSTREAM, open)).plaintext())
        .isEqualTo(golden.bytes("plaintext"));
  }

  @Test
  void heldKeysAreNamed() throws Exception {
    assertThat(get(room.call(CryptoRoom.KEYS, new AskKeys())))
        .isEqualTo(new HeldKeys(Set.of(1, 7)));
  }

  @Test
  void afterUndeployingNobodyAnswersAndAfterDeployingAgainTheOldOpens() throws Exception {
    byte[] sealed = get(seal(Binding.of(Purpose.KEY_CHECK, new UUID(8, 8)), 1)).bytes();
    undeploy();

    assertThat(problem(seal(HERE, 1)).kind()).isEqualTo(Kind.SERVICE_UNAVAILABLE);

    get(deploy());
    assertThat(get(open(Binding.of(Purpose.KEY_CHECK, new UUID(8, 8)), sealed)).plaintext())
        .isEqualTo(SECRET);
  }

  private Future<String> deploy() {
    return vertx.deployVerticle(
        () -> new CryptoVerticle(keys), new DeploymentOptions().setInstances(2));
  }

  private void undeploy() throws Exception {
    for (String id : vertx.deploymentIDs()) {
      get(vertx.undeploy(id));
    }
  }

  private Future<Sealed> seal(Binding binding, int version) {
    return room.call(CryptoRoom.SEAL, new Seal(binding, version, SECRET));
  }

  private Future<Opened> open(Binding binding, byte[] sealed) {
    return room.call(CryptoRoom.OPEN, new Open(binding, sealed));
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private static Problem problem(Future<?> future) throws Exception {
    return get(
        future.transform((value, failure) ->
            failure instanceof ProblemException e
                ? Future.succeededFuture(e.problem())
                : Future.failedFuture("expected a problem")));
  }
}
