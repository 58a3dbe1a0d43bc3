package sh.keyway.contracts.bus;

import java.time.Duration;

/**
 * One question a room answers.
 *
 * @param address event-bus address, {@code room.operation}
 * @param request record that asks
 * @param answer record that answers
 * @param deadline how long the asker waits before it counts the room as gone
 * @param <Q> type of the request
 * @param <A> type of the answer
 */
public record Operation<Q extends Record, A extends Record>(
    String address, Class<Q> request, Class<A> answer, Duration deadline) {

  /** An operation with the usual deadline. */
  public static <Q extends Record, A extends Record> Operation<Q, A> of(
      String address, Class<Q> request, Class<A> answer) {
    return new Operation<>(address, request, answer, Duration.ofSeconds(10));
  }

  /** The same operation with another deadline. */
  public Operation<Q, A> within(Duration other) {
    return new Operation<>(address, request, answer, other);
  }
}
