package sh.keyway.contracts.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.ProblemException;
import sh.keyway.contracts.crypto.AskKeys;
import sh.keyway.contracts.crypto.CryptoRoom;
import sh.keyway.contracts.crypto.HeldKeys;

/** Asking and answering over a real bus. */
class RoomTest {
  private static final Operation<AskKeys, HeldKeys> KEYS =
      CryptoRoom.KEYS.within(Duration.ofMillis(200));

  private final Vertx vertx = Vertx.vertx();
  private final RoomClient client = new RoomClient(vertx);

  @BeforeEach
  void register() {
    vertx.eventBus().registerCodec(new HouseCodec(Samples.operations()));
  }

  @AfterEach
  void close() throws Exception {
    get(vertx.close());
  }

  @Test
  void nobodyThereIsUnavailable() throws Exception {
    assertThat(problem().kind()).isEqualTo(Problem.Kind.SERVICE_UNAVAILABLE);
  }

  @Test
  void noAnswerInTimeIsUnavailable() throws Exception {
    serve(ask -> Future.future(never -> {}));

    assertThat(problem().kind()).isEqualTo(Problem.Kind.SERVICE_UNAVAILABLE);
  }

  @Test
  void aBugIsInternalAndItsTextStaysInside() throws Exception {
    serve(ask -> Future.failedFuture(new IllegalStateException("canary")));

    assertThat(problem()).isEqualTo(Problem.internal());
  }

  @Test
  void aHandlerThatThrowsIsABugToo() throws Exception {
    serve(ask -> {
      throw new IllegalStateException("canary");
    });

    assertThat(problem()).isEqualTo(Problem.internal());
  }

  @Test
  void anAnswerOfAnotherTypeIsInternal() throws Exception {
    Operation<AskKeys, AskKeys> confused =
        Operation.of(KEYS.address(), AskKeys.class, AskKeys.class);
    get(new RoomServer(vertx).on(confused, Future::succeededFuture));

    assertThat(problem()).isEqualTo(Problem.internal());
  }

  @Test
  void aProblemArrivesAsItIs() throws Exception {
    Problem taken = Problem.of(Problem.Kind.CONFLICT, "taken");
    serve(ask -> Future.failedFuture(taken.exception()));

    assertThat(problem()).isSameAs(taken);
  }

  @Test
  void anAnswerArrivesAsTheSameInstance() throws Exception {
    HeldKeys held = new HeldKeys(Set.of(1, 2));
    serve(ask -> Future.succeededFuture(held));

    assertThat(get(client.call(KEYS, new AskKeys()))).isSameAs(held);
  }

  private void serve(Function<AskKeys, Future<HeldKeys>> handler) throws Exception {
    get(new RoomServer(vertx).on(KEYS, handler));
  }

  private Problem problem() throws Exception {
    return get(
        client
            .call(KEYS, new AskKeys())
            .transform((value, failure) ->
                failure instanceof ProblemException e
                    ? Future.succeededFuture(e.problem())
                    : Future.failedFuture("expected a problem")));
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }
}
