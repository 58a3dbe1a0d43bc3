package sh.keyway.gateway.http;

import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Problem;

/** How the errors of a route look. */
@FunctionalInterface
public interface ErrorStyle {
  /** As problem documents (http-auth §1.9). */
  ErrorStyle PROBLEM = (problem, exchange) -> null;

  /** The answer that tells it; null for the problem document. */
  @Nullable Answer render(Problem problem, Exchange exchange);
}
