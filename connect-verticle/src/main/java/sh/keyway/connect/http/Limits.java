package sh.keyway.connect.http;

import java.time.Duration;

/**
 * How long, how much and how often, for one other side.
 *
 * @param connect longest wait for a connection, the queue included
 * @param call longest whole exchange, the last byte of the answer included
 * @param body most bytes of an answer
 * @param connections most connections at once
 * @param waiting most calls waiting for one
 * @param retries how often a GET is tried again after a fault of the connection
 * @param breakAfter after how many failures in a row the circuit opens
 * @param breakFor how long it stays open
 */
public record Limits(
    Duration connect,
    Duration call,
    int body,
    int connections,
    int waiting,
    int retries,
    int breakAfter,
    Duration breakFor) {
  /** What suits GitHub. */
  public static final Limits DEFAULT =
      new Limits(
          Duration.ofSeconds(2),
          Duration.ofSeconds(4),
          4 << 20,
          32,
          256,
          2,
          5,
          Duration.ofSeconds(10));
}
