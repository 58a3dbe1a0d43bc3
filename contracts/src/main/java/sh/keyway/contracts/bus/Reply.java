package sh.keyway.contracts.bus;

import sh.keyway.contracts.Problem;

/**
 * What a room sends back: a value, never a bus failure. A bus failure therefore only ever means
 * transport.
 */
public sealed interface Reply {

  /** The answer. */
  record Ok(Record value) implements Reply {}

  /** Why there is none. */
  record Failed(Problem problem) implements Reply {}
}
