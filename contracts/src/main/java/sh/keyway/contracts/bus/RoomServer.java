package sh.keyway.contracts.bus;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.ProblemException;

/** The one way a room answers operations. Every outcome leaves as a {@link Reply}. */
public final class RoomServer {
  private static final Logger LOG = LoggerFactory.getLogger(RoomServer.class);
  private static final DeliveryOptions CODEC = new DeliveryOptions().setCodecName(HouseCodec.NAME);

  private final Vertx vertx;

  /** Serves on the context of the verticle that calls {@link #on}. */
  public RoomServer(Vertx vertx) {
    this.vertx = vertx;
  }

  /**
   * Answers the operation with the handler. A {@link ProblemException} becomes its problem; any
   * other failure is a bug: it is logged and answered with the text that gives nothing away.
   *
   * @return completes when the address is registered
   */
  public <Q extends Record, A extends Record> Future<Void> on(
      Operation<Q, A> operation, Function<Q, Future<A>> handler) {
    Future<Void> everywhere =
        serve(vertx.eventBus().consumer(operation.address()), operation, handler);
    String near = Loops.address(operation);
    return near == null
        ? everywhere
        : Future.all(everywhere, serve(vertx.eventBus().localConsumer(near), operation, handler))
            .onSuccess(both -> Loops.served(vertx).put(near, true))
            .mapEmpty();
  }

  private static <Q extends Record, A extends Record> Future<Void> serve(
      MessageConsumer<Q> consumer, Operation<Q, A> operation, Function<Q, Future<A>> handler) {
    return consumer.handler(message -> answer(operation, handler, message)).completion();
  }

  private static <Q extends Record, A extends Record> void answer(
      Operation<Q, A> operation, Function<Q, Future<A>> handler, Message<Q> message) {
    Future<A> answer;
    try {
      answer = handler.apply(operation.request().cast(message.body()));
    } catch (RuntimeException e) {
      answer = Future.failedFuture(e);
    }
    answer.onComplete(done -> {
      Reply reply =
          done.succeeded()
              ? new Reply.Ok(done.result())
              : new Reply.Failed(problem(operation, done.cause()));
      message.reply(reply, CODEC);
    });
  }

  private static Problem problem(Operation<?, ?> operation, Throwable cause) {
    if (cause instanceof ProblemException known) {
      return known.problem();
    }
    LOG.error("operation {} failed", operation.address(), cause);
    return Problem.internal();
  }
}
