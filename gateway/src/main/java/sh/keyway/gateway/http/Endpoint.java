package sh.keyway.gateway.http;

import io.vertx.core.Future;

/** What a route does. */
@FunctionalInterface
public interface Endpoint {
  /**
   * Answers a request that has passed authentication, the scope gate and the body rules.
   *
   * @return the answer; may fail with a {@link sh.keyway.contracts.ProblemException}, which may
   *     also be thrown; anything else is a bug and answered with 500
   */
  Future<Answer> handle(Exchange exchange);
}
