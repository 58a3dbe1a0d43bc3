package sh.keyway.contracts.bus;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.shareddata.LocalMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sh.keyway.contracts.Problem;

/**
 * The one way to ask a room something. Sets the deadline, turns a failed {@link Reply} into a
 * failed future, and a transport failure into a 503. Every room of this node is called local-only,
 * because plain round robin would send every second request to another node.
 */
public final class RoomClient {
  private static final Logger LOG = LoggerFactory.getLogger(RoomClient.class);
  private static final Problem GONE =
      Problem.unavailable("A part of the server does not answer, please try again");

  private final Vertx vertx;
  private final LocalMap<String, Boolean> served;
  private final Map<String, Path> paths = new ConcurrentHashMap<>();

  /** A client on this instance's bus, on which {@link HouseCodec} must be registered. */
  public RoomClient(Vertx vertx) {
    this.vertx = vertx;
    served = Loops.served(vertx);
  }

  /** Where to send an operation from here: on this event loop if it is served there. */
  private record Path(@Nullable String near, String far, DeliveryOptions options) {}

  /**
   * Asks. The client belongs to the verticle that uses it first.
   *
   * @return the answer; fails only with {@link sh.keyway.contracts.ProblemException}
   */
  public <Q extends Record, A extends Record> Future<A> call(Operation<Q, A> operation, Q request) {
    Path path = paths.computeIfAbsent(operation.address(), address -> path(operation));
    return send(path, request)
        .transform((message, failure) -> {
          if (message == null) {
            return Future.failedFuture(GONE.exception());
          }
          try {
            return switch (message.body()) {
              case Reply.Ok ok -> Future.succeededFuture(operation.answer().cast(ok.value()));
              case Reply.Failed failed -> Future.failedFuture(failed.problem().exception());
            };
          } catch (RuntimeException e) {
            LOG.error("the answer to {} cannot be read", operation.address(), e);
            return Future.failedFuture(Problem.internal().exception());
          }
        });
  }

  private Future<Message<Reply>> send(Path path, Object request) {
    String near = path.near();
    if (near == null || !served.containsKey(near)) {
      return vertx.eventBus().request(path.far(), request, path.options());
    }
    return vertx
        .eventBus()
        .<Reply>request(near, request, path.options())
        .recover(failure -> {
          if (failure instanceof ReplyException reply
              && reply.failureType() == ReplyFailure.NO_HANDLERS) {
            // The instance on this loop was undeployed; nobody has seen the request.
            served.remove(near);
            return vertx.eventBus().request(path.far(), request, path.options());
          }
          return Future.failedFuture(failure);
        });
  }

  private static Path path(Operation<?, ?> operation) {
    return new Path(
        Loops.address(operation),
        operation.address(),
        new DeliveryOptions()
            .setCodecName(HouseCodec.NAME)
            .setLocalOnly(true)
            .setSendTimeout(operation.deadline().toMillis()));
  }
}
